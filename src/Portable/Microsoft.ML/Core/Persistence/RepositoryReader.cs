using System.IO.Compression;

namespace Microsoft.ML;

/// <summary>
/// A model zip being read. The file is not trusted: an entry must have the length and the checksum that the zip's directory
/// gives, or it is refused by name.
/// </summary>
internal sealed class RepositoryReader : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly IExceptionContext? _ectx;

    private RepositoryReader(ZipArchive archive, IExceptionContext? ectx)
    {
        _archive = archive;
        _ectx = ectx;
    }

    public static RepositoryReader Open(Stream stream, IExceptionContext? ectx = null)
    {
        ectx.CheckValue(stream, nameof(stream));
        ectx.CheckParam(stream.CanRead, nameof(stream), "The stream must be readable.");
        try
        {
            var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            // The directory is read on first use, and that is when damage to it shows.
            _ = archive.Entries.Count;
            return new RepositoryReader(archive, ectx);
        }
        catch (InvalidDataException e)
        {
            var message = $"The model file is truncated, altered or no zip at all: {e.Message}";
            throw ectx is null ? new InvalidDataException(message, e) : ectx.Process(new InvalidDataException(message, e));
        }
    }

    public byte[]? ReadEntryOrNull(string path)
    {
        var entry = _archive.GetEntry(path);
        return entry is null ? null : Read(entry);
    }

    public void Dispose() => _archive.Dispose();

    private byte[] Read(ZipArchiveEntry entry)
    {
        try
        {
            using var source = entry.Open();
            using var content = new MemoryStream();
            var block = new byte[81920];
            // Stops past the announced length, so that a tampered entry cannot fill the memory.
            for (int n; content.Length <= entry.Length && (n = source.Read(block)) > 0;)
                content.Write(block, 0, n);
            var bytes = content.ToArray();
            if (bytes.Length == entry.Length && Crc32(bytes) == entry.Crc32)
                return bytes;
        }
        catch (InvalidDataException e)
        {
            throw _ectx.ExceptDecode(e, $"Corrupt model file: part '{entry.FullName}' is damaged.");
        }
        throw _ectx.ExceptDecode($"Corrupt model file: part '{entry.FullName}' is damaged.");
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
            crc = Crc32Table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    // The checksum of zip files (ISO 3309), reflected polynomial 0xEDB88320.
    private static readonly uint[] Crc32Table = Enumerable.Range(0, 256).Select(i =>
    {
        var value = (uint)i;
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        return value;
    }).ToArray();
}
