namespace MLNetDeep.Images.Codecs.Jpeg;

/// <summary>
/// Reads JPEG (ITU-T T.81): sequential and progressive, with Huffman codes and 8 bits a sample, grey or in three colours. Agrees with
/// libjpeg to a few levels, as decoders may. A file is taken as hostile; every fault is an <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class JpegReader
{
    public const byte FirstByte = 0xFF;
    public const byte SecondByte = 0xD8;

    /// <summary>Usual are up to ten; a scan takes a few bytes, and time for the whole picture.</summary>
    private const int MostScans = 200;

    private readonly byte[] _data;
    private readonly ushort[]?[] _quantizers = new ushort[4][];
    private readonly JpegHuffman?[] _means = new JpegHuffman?[4];
    private readonly JpegHuffman?[] _others = new JpegHuffman?[4];
    private int _position;
    private int _restartInterval;
    private int? _adobeTransform;
    private bool _isJfif;
    private int _scanCount;
    private JpegFrame? _frame;

    private JpegReader(byte[] data) => _data = data;

    /// <summary>Reads the picture whose first two bytes have been read; the stream is read to its end.</summary>
    public static Image Read(Stream stream)
    {
        using var all = new MemoryStream();
        stream.CopyTo(all);
        var reader = new JpegReader(all.ToArray());
        while (reader.ReadSegment())
            continue;
        return reader.ToImage();
    }

    private bool ReadSegment()
    {
        var marker = NextMarker();
        if (marker == 0xD9)
            return false;
        // Restart markers and markers without content may stand between segments.
        if (marker is (>= 0xD0 and <= 0xD8) or 0x01)
            return true;
        var segment = NextSegment();
        switch (marker)
        {
            case 0xC0 or 0xC1 or 0xC2:
                if (_frame is not null)
                    throw new InvalidDataException("The JPEG has two frames.");
                _frame = JpegFrame.Parse(segment, marker == 0xC2, _data.Length);
                break;
            case 0xC4:
                ReadHuffmanTables(segment);
                break;
            case >= 0xC3 and <= 0xCF and not 0xC8 and not 0xCC:
                throw new InvalidDataException($"The JPEG is of kind {marker - 0xC0} (lossless, hierarchical or arithmetic), which is " +
                    "not supported: save it as a usual JPEG or as PNG.");
            case 0xDA:
                ReadScan(segment);
                break;
            case 0xDB:
                ReadQuantizers(segment);
                break;
            case 0xDD:
                _restartInterval = segment.Length < 2 ? throw Damaged("restart interval") : (segment[0] << 8) | segment[1];
                break;
            case 0xE0:
                _isJfif |= segment.StartsWith("JFIF\0"u8);
                break;
            case 0xEE when segment.Length >= 12 && segment.StartsWith("Adobe"u8):
                _adobeTransform = segment[11];
                break;
        }
        return true;
    }

    private byte NextMarker()
    {
        // What stands before a marker is passed over, as every decoder does.
        for (; _position + 1 < _data.Length; _position++)
        {
            if (_data[_position] != 0xFF || _data[_position + 1] is 0 or 0xFF)
                continue;
            _position += 2;
            return _data[_position - 1];
        }
        throw new InvalidDataException("The JPEG is cut off.");
    }

    private ReadOnlySpan<byte> NextSegment()
    {
        if (_position + 2 > _data.Length)
            throw new InvalidDataException("The JPEG is cut off.");
        var length = (_data[_position] << 8) | _data[_position + 1];
        if (length < 2)
            throw new InvalidDataException("The JPEG has a segment of less than no length.");
        if (_position + length > _data.Length)
            throw new InvalidDataException("The JPEG is cut off.");
        var segment = _data.AsSpan(_position + 2, length - 2);
        _position += length;
        return segment;
    }

    private void ReadQuantizers(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            var (size, number) = ((segment[0] >> 4) + 1, segment[0] & 15);
            if (size > 2 || number > 3 || segment.Length < 1 + (64 * size))
                throw Damaged("quantisation table");
            var steps = new ushort[64];
            for (var i = 0; i < steps.Length; i++)
                steps[i] = size == 1 ? segment[1 + i] : (ushort)((segment[1 + (2 * i)] << 8) | segment[2 + (2 * i)]);
            _quantizers[number] = steps;
            segment = segment[(1 + (64 * size))..];
        }
    }

    private void ReadHuffmanTables(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            var (kind, number) = (segment[0] >> 4, segment[0] & 15);
            if (kind > 1 || number > 3 || segment.Length < 17)
                throw Damaged("Huffman table");
            var counts = segment.Slice(1, 16);
            var count = 0;
            foreach (var ofLength in counts)
                count += ofLength;
            if (count > 256 || segment.Length < 17 + count)
                throw Damaged("Huffman table");
            (kind == 0 ? _means : _others)[number] = new JpegHuffman(counts, segment.Slice(17, count).ToArray());
            segment = segment[(17 + count)..];
        }
    }

    private void ReadScan(ReadOnlySpan<byte> segment)
    {
        var frame = _frame ?? throw new InvalidDataException("The JPEG has a scan before its frame.");
        if (++_scanCount > MostScans)
            throw new InvalidDataException($"The JPEG has more than {MostScans} scans.");
        var count = segment.Length > 0 ? segment[0] : 0;
        if (count < 1 || count > frame.Components.Length || segment.Length < 4 + (2 * count))
            throw Damaged("scan header");
        var (components, means, others) = (new JpegComponent[count], new JpegHuffman?[count], new JpegHuffman?[count]);
        for (var i = 0; i < count; i++)
        {
            var (id, tables) = (segment[1 + (2 * i)], segment[2 + (2 * i)]);
            components[i] = frame.Components.FirstOrDefault(c => c.Id == id) ?? throw Damaged("scan header");
            if ((tables >> 4) > 3 || (tables & 15) > 3)
                throw Damaged("scan header");
            (means[i], others[i]) = (_means[tables >> 4], _others[tables & 15]);
        }
        var (first, last, high, shift) = frame.IsProgressive
            ? (segment[^3], segment[^2], segment[^1] >> 4, segment[^1] & 15)
            : ((byte)0, (byte)63, 0, 0);
        var isPossible = first == 0 ? last == 0 || !frame.IsProgressive : last >= first && last < 64 && count == 1;
        if (!isPossible || shift > 13 || components.Distinct().Count() < count)
            throw Damaged("scan header");
        var bits = new JpegBits(_data, _position);
        new JpegScan(components, means, others, first, last, high > 0, shift)
            .Read(bits, frame.UnitsAcross, frame.UnitsDown, _restartInterval, frame.IsProgressive);
        _position = bits.Position;
    }

    private Image ToImage()
    {
        if (_frame is not { } frame || _scanCount == 0)
            throw new InvalidDataException("The JPEG has no pixels.");
        var planes = frame.Components.Select(component => JpegColors.Enlarge(
            component.ToSamples(_quantizers[component.Quantizer] ?? throw new InvalidDataException("The JPEG lacks a quantisation table.")),
            component.Width, component.Height, frame.Width, frame.Height, frame.Across / component.Across, frame.Down / component.Down))
            .ToArray();
        if (planes is [var grey])
            return new Image(frame.Width, frame.Height, 1, grey);
        var pixels = IsRgb(frame)
            ? Image.FromPlanar(frame.Width, frame.Height, 3, [.. planes[0], .. planes[1], .. planes[2]]).Pixels.ToArray()
            : JpegColors.ToRgb(planes[0], planes[1], planes[2]);
        return new Image(frame.Width, frame.Height, 3, pixels);
    }

    // Mostly luma and chroma; Adobe says so or not, and without a word from anyone the colours' names may spell RGB.
    private bool IsRgb(JpegFrame frame)
    {
        var isNamedRgb = frame.Components.Select(component => component.Id).SequenceEqual("RGB"u8.ToArray());
        return !_isJfif && (_adobeTransform is { } transform ? transform == 0 : isNamedRgb);
    }

    private static InvalidDataException Damaged(string what) => new($"The JPEG's {what} is damaged.");
}
