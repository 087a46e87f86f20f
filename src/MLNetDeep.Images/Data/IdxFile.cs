using System.Buffers.Binary;
using System.IO.Compression;

namespace MLNetDeep.Images.Data;

/// <summary>An IDX file: an array of numbers with its dimensions, the format of MNIST and its family; plain or gzip.</summary>
/// <param name="Path">Where it lay, for messages.</param>
/// <param name="RowCount">The first dimension.</param>
/// <param name="RowDimensions">The other dimensions; empty where a row is one number.</param>
/// <param name="Bytes">The numbers of a file of unsigned bytes; null for other kinds.</param>
/// <param name="Floats">The numbers of a file of another kind; null for unsigned bytes.</param>
internal sealed record IdxFile(string Path, int RowCount, int[] RowDimensions, byte[]? Bytes, float[]? Floats)
{
    /// <summary>Deflate makes at most this many bytes of one.</summary>
    private const int LargestRatio = 1032;

    private const int LargestRank = 4;

    /// <summary>Numbers in a row.</summary>
    public int RowLength { get; } = RowDimensions.Aggregate(1, (size, dimension) => size * dimension);

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="InvalidDataException">It is no IDX file, cut off, longer than it says, or a damaged gzip file.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public static IdxFile Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        try
        {
            if (!isGzip)
                return Read(path, file, file.Length);
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            return Read(path, gzip, file.Length * LargestRatio);
        }
        // The decompressor's own words say neither which file nor what it was to be.
        catch (InvalidDataException e) when (!e.Message.StartsWith("IDX file", StringComparison.Ordinal))
        {
            throw Refused(path, "is not a whole gzip file: it may be truncated or damaged", e);
        }
    }

    private static IdxFile Read(string path, Stream stream, long longest)
    {
        Span<byte> magic = stackalloc byte[4];
        var count = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        if (count < magic.Length || magic[0] != 0 || magic[1] != 0 || ElementByteCount(magic[2]) == 0)
            throw Refused(path, "is no IDX file: it must start with 00 00, a type (08 to 0E) and a rank, but starts with " +
                (count == 0 ? "nothing" : Convert.ToHexString(magic[..count])));
        var (element, rank) = (magic[2], magic[3]);
        if (rank is 0 or > LargestRank)
            throw Refused(path, $"must have from 1 to {LargestRank} dimensions, but has {rank}");
        var dimensions = ReadDimensions(path, stream, rank);
        var headerLength = magic.Length + (4 * rank);
        var size = CheckedSize(path, dimensions, ElementByteCount(element), longest - headerLength);
        byte[]? bytes = null;
        float[]? floats = null;
        if (element == 0x08)
            ReadBytes(path, stream, bytes = new byte[size]);
        else
            ReadFloats(path, stream, element, floats = new float[size]);
        if (stream.ReadByte() >= 0)
            throw Refused(path, $"has more numbers than its dimensions {Show(dimensions)} say");
        return new IdxFile(path, dimensions[0], dimensions[1..], bytes, floats);
    }

    private static int[] ReadDimensions(string path, Stream stream, int rank)
    {
        Span<byte> number = stackalloc byte[4];
        var dimensions = new int[rank];
        for (var i = 0; i < rank; i++)
        {
            if (stream.ReadAtLeast(number, number.Length, throwOnEndOfStream: false) < number.Length)
                throw Refused(path, "is cut off within its header");
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(number);
            if (dimensions[i] < 1)
                throw Refused(path, $"must have dimensions of at least 1, but dimension {i + 1} of {rank} is {(uint)dimensions[i]}");
        }
        return dimensions;
    }

    // What the header claims is compared with what can be there before anything is allocated.
    private static int CheckedSize(string path, int[] dimensions, int elementByteCount, long longest)
    {
        var size = dimensions.Aggregate((UInt128)1, (product, dimension) => product * (uint)dimension);
        if (size * (uint)elementByteCount > (ulong)Math.Max(0, longest))
            throw Refused(path, $"is cut off: its dimensions {Show(dimensions)} need more numbers than it can hold");
        return size <= (ulong)Array.MaxLength
            ? (int)size
            : throw Refused(path, $"must have at most {Array.MaxLength:N0} numbers, but its dimensions are {Show(dimensions)}");
    }

    private static void ReadBytes(string path, Stream stream, Span<byte> target)
    {
        var count = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        if (count < target.Length)
            throw Refused(path, $"is cut off: of {target.Length:N0} bytes after its header it has {count:N0}");
    }

    private static void ReadFloats(string path, Stream stream, byte element, float[] target)
    {
        var size = ElementByteCount(element);
        var buffer = new byte[8192 * size];
        for (var at = 0; at < target.Length;)
        {
            var count = Math.Min(8192, target.Length - at);
            if (stream.ReadAtLeast(buffer, count * size, throwOnEndOfStream: false) is var read && read < count * size)
                throw Refused(path, $"is cut off: of {target.Length:N0} numbers it has {at + (read / size):N0}");
            for (var i = 0; i < count; i++, at++)
                target[at] = Number(element, buffer.AsSpan(i * size, size));
        }
    }

    private static int ElementByteCount(byte element) => element switch
    {
        0x08 or 0x09 => 1,
        0x0B => 2,
        0x0C or 0x0D => 4,
        0x0E => 8,
        _ => 0,
    };

    private static float Number(byte element, ReadOnlySpan<byte> bytes) => element switch
    {
        0x09 => unchecked((sbyte)bytes[0]),
        0x0B => BinaryPrimitives.ReadInt16BigEndian(bytes),
        0x0C => BinaryPrimitives.ReadInt32BigEndian(bytes),
        0x0D => BinaryPrimitives.ReadSingleBigEndian(bytes),
        _ => (float)BinaryPrimitives.ReadDoubleBigEndian(bytes),
    };

    private static string Show(int[] dimensions) => string.Join(" x ", dimensions);

    private static InvalidDataException Refused(string path, string what, Exception? inner = null) =>
        new($"IDX file '{path}' {what}.", inner);
}
