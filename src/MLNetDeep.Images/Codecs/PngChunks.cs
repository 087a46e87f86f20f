using System.Buffers.Binary;
using System.Text;

namespace MLNetDeep.Images.Codecs;

/// <summary>The chunks of a PNG, gathered and checked: what decoding needs of them.</summary>
internal sealed class PngChunks
{
    private const uint HeaderType = 0x49484452;
    private const uint PaletteType = 0x504C5445;
    private const uint TransparencyType = 0x74524E53;
    private const uint DataType = 0x49444154;
    private const uint EndType = 0x49454E44;
    private const uint AncillaryBit = 0x20000000;
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[8192];

    private PngChunks(Stream stream) => _stream = stream;

    public PngHeader Header { get; private set; }

    /// <summary>Three bytes for each entry; empty without a palette.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>The alpha of the palette's first entries; those after them are opaque.</summary>
    public byte[] PaletteAlpha { get; private set; } = [];

    /// <summary>The compressed pixels.</summary>
    public MemoryStream Data { get; } = new();

    /// <summary>Reads up to the end chunk.</summary>
    /// <exception cref="InvalidDataException">A chunk is damaged, missing, out of place or cut off.</exception>
    public static PngChunks Read(Stream stream)
    {
        var chunks = new PngChunks(stream);
        var (length, type) = chunks.ReadStart();
        if (type != HeaderType || length != PngHeader.ByteCount)
            throw new InvalidDataException("The PNG does not start with its header.");
        chunks.Header = PngHeader.Parse(chunks.ReadContent(length, type));
        while (chunks.ReadNext())
            continue;
        if (chunks.Data.Length == 0)
            throw new InvalidDataException("The PNG has no pixels.");
        if (chunks.Header.Color == PngColor.Palette && chunks.Palette.Length == 0)
            throw new InvalidDataException("The PNG lacks its palette.");
        chunks.Data.Position = 0;
        return chunks;
    }

    private bool ReadNext()
    {
        var (length, type) = ReadStart();
        switch (type)
        {
            case PaletteType:
                if (length is 0 or > 768 || length % 3 != 0)
                    throw new InvalidDataException($"The PNG's palette has {length} bytes.");
                Palette = ReadContent(length, type);
                break;
            case TransparencyType when Header.Color == PngColor.Palette:
                if (length > 256)
                    throw new InvalidDataException($"The PNG's palette has transparency for {length} entries.");
                PaletteAlpha = ReadContent(length, type);
                break;
            case DataType:
                Copy(length, type, Data);
                break;
            case EndType:
                Copy(length, type, null);
                return false;
            case HeaderType:
                throw new InvalidDataException("The PNG has two headers.");
            default:
                if ((type & AncillaryBit) == 0)
                    throw new InvalidDataException($"The PNG has an unknown chunk '{Name(type)}' that decoding needs.");
                Copy(length, type, null);
                break;
        }
        return true;
    }

    private (uint Length, uint Type) ReadStart()
    {
        ReadExactly(_buffer.AsSpan(0, 8));
        var (length, type) = (BinaryPrimitives.ReadUInt32BigEndian(_buffer), BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(4)));
        return length <= int.MaxValue
            ? (length, type)
            : throw new InvalidDataException($"The PNG's chunk '{Name(type)}' is {length} long.");
    }

    private byte[] ReadContent(uint length, uint type)
    {
        var content = new MemoryStream();
        Copy(length, type, content);
        return content.ToArray();
    }

    // What a chunk claims to hold is never allocated before it has come.
    private void Copy(uint length, uint type, MemoryStream? target)
    {
        var crc = default(Crc32);
        crc.Append(_buffer.AsSpan(4, 4));
        while (length > 0)
        {
            var piece = _buffer.AsSpan(0, (int)Math.Min(length, (uint)_buffer.Length));
            ReadExactly(piece);
            crc.Append(piece);
            target?.Write(piece);
            length -= (uint)piece.Length;
        }
        ReadExactly(_buffer.AsSpan(0, 4));
        if (BinaryPrimitives.ReadUInt32BigEndian(_buffer) != crc.Value)
            throw new InvalidDataException($"The PNG's chunk '{Name(type)}' differs from its checksum.");
    }

    private void ReadExactly(Span<byte> target)
    {
        if (_stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
            throw new InvalidDataException("The PNG is cut off.");
    }

    private static string Name(uint type)
    {
        Span<byte> name = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(name, type);
        foreach (ref var letter in name)
            letter = char.IsAsciiLetter((char)letter) ? letter : (byte)'?';
        return Encoding.ASCII.GetString(name);
    }
}
