using System.IO.Compression;

namespace MLNetDeep.Cli.Data;

/// <summary>
/// A data file made readable by path. ML.NET's text loader does not read gzip and reopens its file for every pass, so a
/// compressed file is unpacked once into a temporary one, which is deleted on disposal whatever happened in between.
/// </summary>
internal sealed class DataFile : IDisposable
{
    private readonly bool _isTemporary;

    private DataFile(string name, string path, bool isTemporary)
    {
        Name = name;
        Path = path;
        _isTemporary = isTemporary;
    }

    /// <summary>The path as the user typed it, for messages.</summary>
    public string Name { get; }

    /// <summary>Where the plain text lies.</summary>
    public string Path { get; }

    public static DataFile Open(string path)
    {
        if (Directory.Exists(path))
            throw new CliException($"'{path}' is a folder, not a data file.");
        if (!File.Exists(path))
            throw new CliException($"Data file '{path}' does not exist.");
        try
        {
            using var stream = File.OpenRead(path);
            var isGzip = stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
            stream.Position = 0;
            return isGzip ? Unpack(path, stream) : new DataFile(path, path, isTemporary: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"Data file '{path}' cannot be read: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        if (_isTemporary)
            File.Delete(Path);
    }

    private static DataFile Unpack(string path, FileStream packed)
    {
        var temporary = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"mlnetdeep-{Guid.NewGuid():N}.csv");
        try
        {
            using (var plain = new FileStream(temporary, FileMode.CreateNew))
            {
                using var gzip = new GZipStream(packed, CompressionMode.Decompress);
                gzip.CopyTo(plain);
                CheckLength(path, packed, plain.Length);
            }
            return new DataFile(path, temporary, isTemporary: true);
        }
        catch (InvalidDataException e)
        {
            File.Delete(temporary);
            throw new CliException($"'{path}' is not a whole gzip file: it may be truncated or damaged.", e);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    // A gzip file ends with its length, modulo 2^32; a truncated one can unpack without an error up to where it breaks off.
    private static void CheckLength(string path, FileStream packed, long unpackedLength)
    {
        using var again = File.OpenRead(packed.Name);
        again.Seek(-4, SeekOrigin.End);
        Span<byte> trailer = stackalloc byte[4];
        again.ReadExactly(trailer);
        var promised = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        // Concatenated members state only the last one's length, which then is below the whole.
        if (promised > unpackedLength)
            throw new InvalidDataException($"'{path}' promises {promised} bytes and holds {unpackedLength}.");
    }
}
