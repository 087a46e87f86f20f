using System.IO.Compression;

namespace Microsoft.ML;

/// <summary>A model zip being written. Without <see cref="Commit"/> it is not complete and no reader will take it.</summary>
internal sealed class RepositoryWriter : IDisposable
{
    // The same model gives the same bytes, whenever it is saved.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly MemoryStream _buffer = new();
    private readonly ZipArchive _archive;
    private readonly Stream _target;

    private RepositoryWriter(Stream target)
    {
        _target = target;
        _archive = new ZipArchive(_buffer, ZipArchiveMode.Create, leaveOpen: true);
    }

    public static RepositoryWriter CreateNew(Stream stream, IExceptionContext? ectx = null)
    {
        ectx.CheckValue(stream, nameof(stream));
        ectx.CheckParam(stream.CanWrite, nameof(stream), "The stream must be writable.");
        var writer = new RepositoryWriter(stream);
        var version = typeof(RepositoryWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        writer.WriteEntry("TrainingInfo/Version.txt", Encoding.UTF8.GetBytes(version + "\n"));
        return writer;
    }

    public void WriteEntry(string path, ReadOnlySpan<byte> content)
    {
        var entry = _archive.CreateEntry(path, CompressionLevel.Fastest);
        entry.LastWriteTime = EntryTime;
        using var stream = entry.Open();
        stream.Write(content);
    }

    public void Commit()
    {
        _archive.Dispose();
        _buffer.Position = 0;
        _buffer.CopyTo(_target);
        _target.Flush();
    }

    public void Dispose()
    {
        _archive.Dispose();
        _buffer.Dispose();
    }
}
