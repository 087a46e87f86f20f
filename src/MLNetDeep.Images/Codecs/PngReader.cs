using System.IO.Compression;

namespace MLNetDeep.Images.Codecs;

/// <summary>
/// Reads PNG (ISO/IEC 15948) with up to 8 bits a sample. A file is taken as hostile: nothing is allocated that its compressed bytes
/// could not fill, checksums are compared, and every fault is an <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class PngReader
{
    public const byte FirstByte = 0x89;
    public const byte SecondByte = (byte)'P';

    /// <summary>Deflate makes at most this many bytes of one.</summary>
    private const int LargestRatio = 1032;

    private readonly PngHeader _header;
    private readonly PngChunks _chunks;
    private readonly int _channels;
    private readonly byte[] _pixels;

    private PngReader(PngChunks chunks)
    {
        (_chunks, _header) = (chunks, chunks.Header);
        _channels = _header.Color != PngColor.Palette ? _header.SampleCount : chunks.PaletteAlpha.Length > 0 ? 4 : 3;
        _pixels = new byte[CheckedSize()];
    }

    /// <summary>Reads the picture whose first two bytes have been read.</summary>
    public static Image Read(Stream stream)
    {
        Span<byte> signature = stackalloc byte[6];
        if (stream.ReadAtLeast(signature, signature.Length, throwOnEndOfStream: false) < signature.Length
            || !signature.SequenceEqual("NG\r\n\u001a\n"u8))
            throw new InvalidDataException("It is no PNG: its signature is damaged.");
        var reader = new PngReader(PngChunks.Read(stream));
        reader.Decode();
        return new Image(reader._header.Width, reader._header.Height, reader._channels, reader._pixels);
    }

    private int CheckedSize()
    {
        var size = Image.ByteCount(_header.Width, _header.Height, _channels);
        if (size > Image.MaximumByteCount)
            throw new InvalidDataException($"The PNG's {_header.Width} x {_header.Height} pixels are more than " +
                $"{Image.MaximumByteCount:N0} bytes.");
        var needed = _header.Passes().Sum(pass => (1 + _header.RowByteCount(pass.Width)) * pass.Height);
        if (needed > (_chunks.Data.Length + 1) * LargestRatio)
            throw new InvalidDataException($"The PNG is cut off: its {_header.Width} x {_header.Height} pixels cannot come from " +
                $"{_chunks.Data.Length} compressed bytes.");
        return (int)size;
    }

    private void Decode()
    {
        using var rows = new ZLibStream(_chunks.Data, CompressionMode.Decompress);
        try
        {
            foreach (var pass in _header.Passes())
                Decode(rows, pass);
            // Reading on to the end makes the decompressor compare its checksum.
            if (rows.ReadByte() >= 0)
                throw new InvalidDataException("The PNG has more pixels than its size says.");
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith("The PNG", StringComparison.Ordinal))
        {
            throw new InvalidDataException("The PNG's compressed pixels are damaged.", e);
        }
    }

    private void Decode(ZLibStream rows, PngPass pass)
    {
        var length = (int)_header.RowByteCount(pass.Width);
        var (row, above) = (new byte[length + 1], new byte[length + 1]);
        for (var y = 0; y < pass.Height; y++)
        {
            if (rows.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                throw new InvalidDataException("The PNG is cut off: its compressed pixels end too early.");
            if (row[0] >= PngFilter.Count)
                throw new InvalidDataException($"The PNG's row filter {row[0]} does not exist.");
            PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), _header.FilterDistance);
            Expand(row.AsSpan(1), pass, pass.Y + (y * pass.StepY));
            (row, above) = (above, row);
        }
    }

    private void Expand(ReadOnlySpan<byte> row, PngPass pass, int y)
    {
        if (_header is { BitDepth: 8, IsInterlaced: false } && _header.Color != PngColor.Palette)
        {
            row.CopyTo(_pixels.AsSpan(y * row.Length));
            return;
        }
        for (var x = 0; x < pass.Width; x++)
        {
            var target = _pixels.AsSpan(((y * _header.Width) + pass.X + (x * pass.StepX)) * _channels, _channels);
            if (_header.BitDepth == 8 && _header.Color != PngColor.Palette)
                row.Slice(x * _channels, _channels).CopyTo(target);
            else
                Expand(Sample(row, x), target);
        }
    }

    // Samples below 8 bits lie in a byte from its highest bits down.
    private int Sample(ReadOnlySpan<byte> row, int x)
    {
        var depth = _header.BitDepth;
        var bit = (long)x * depth;
        return (row[(int)(bit / 8)] >> (8 - depth - (int)(bit % 8))) & ((1 << depth) - 1);
    }

    private void Expand(int sample, Span<byte> target)
    {
        if (_header.Color == PngColor.Grey)
        {
            target[0] = (byte)(sample * 255 / ((1 << _header.BitDepth) - 1));
            return;
        }
        if (sample * 3 >= _chunks.Palette.Length)
            throw new InvalidDataException($"The PNG's palette has {_chunks.Palette.Length / 3} colours, and a pixel asks for " +
                $"number {sample}.");
        _chunks.Palette.AsSpan(sample * 3, 3).CopyTo(target);
        if (_channels == 4)
            target[3] = sample < _chunks.PaletteAlpha.Length ? _chunks.PaletteAlpha[sample] : (byte)255;
    }
}
