namespace MLNetDeep.Images.Codecs.Jpeg;

/// <summary>What a JPEG's frame header says, and the colours with their blocks.</summary>
internal sealed class JpegFrame
{
    private JpegFrame(int width, int height, bool isProgressive, JpegComponent[] components)
    {
        (Width, Height, IsProgressive, Components) = (width, height, isProgressive, components);
        (Across, Down) = (components.Max(c => c.Across), components.Max(c => c.Down));
        (UnitsAcross, UnitsDown) = (CeilingOf(width, 8 * Across), CeilingOf(height, 8 * Down));
    }

    public int Width { get; }

    public int Height { get; }

    public bool IsProgressive { get; }

    public JpegComponent[] Components { get; }

    /// <summary>Blocks across in an interleaved unit, of the colour that has most.</summary>
    public int Across { get; }

    /// <summary>Likewise down.</summary>
    public int Down { get; }

    public int UnitsAcross { get; }

    public int UnitsDown { get; }

    /// <summary>Reads and checks the header, and makes room for the blocks.</summary>
    /// <param name="segment">The header.</param>
    /// <param name="isProgressive">Whether the JPEG is.</param>
    /// <param name="fileLength">Bytes of the file: what they cannot fill is not allocated.</param>
    public static JpegFrame Parse(ReadOnlySpan<byte> segment, bool isProgressive, long fileLength)
    {
        if (segment.Length < 6 || segment.Length < 6 + (3 * segment[5]))
            throw new InvalidDataException("The JPEG's frame header is too short.");
        if (segment[0] != 8)
            throw new InvalidDataException($"The JPEG has {segment[0]} bits a sample, and only 8 are supported.");
        var (height, width, count) = ((segment[1] << 8) | segment[2], (segment[3] << 8) | segment[4], segment[5]);
        if (width == 0 || height == 0)
            throw new InvalidDataException($"The JPEG's size is {width} x {height}.");
        if (count == 4)
            throw new InvalidDataException("The JPEG is in four colours (CMYK), which are not supported: save it in RGB.");
        if (count is not (1 or 3))
            throw new InvalidDataException($"The JPEG has {count} colours.");
        var components = new JpegComponent[count];
        for (var i = 0; i < count; i++)
        {
            var (id, sampling, table) = (segment[6 + (3 * i)], segment[7 + (3 * i)], segment[8 + (3 * i)]);
            if (sampling >> 4 is < 1 or > 4 || (sampling & 15) is < 1 or > 4 || table > 3)
                throw new InvalidDataException("The JPEG's frame header is damaged.");
            // The blocks of a single colour are not interleaved, whatever its factors.
            components[i] = count == 1 ? new JpegComponent(id, 1, 1, table) : new JpegComponent(id, sampling >> 4, sampling & 15, table);
        }
        var frame = new JpegFrame(width, height, isProgressive, components);
        frame.Allocate(fileLength);
        return frame;
    }

    public static int CeilingOf(int number, int divisor) => (number + divisor - 1) / divisor;

    private void Allocate(long fileLength)
    {
        if (Components.Any(c => Across % c.Across != 0 || Down % c.Down != 0))
            throw new InvalidDataException("The JPEG's colours are sampled in proportions that are not supported.");
        var blocks = Components.Sum(c => (long)UnitsAcross * c.Across * UnitsDown * c.Down);
        if (Image.ByteCount(Width, Height, 3) > Image.MaximumByteCount)
            throw new InvalidDataException($"The JPEG's {Width} x {Height} pixels are more than {Image.MaximumByteCount:N0} bytes.");
        // A block takes a bit at least.
        if (blocks > fileLength * 8)
            throw new InvalidDataException($"The JPEG is cut off: its {Width} x {Height} pixels cannot come from {fileLength} bytes.");
        foreach (var component in Components)
        {
            var (width, height) = (CeilingOf(Width * component.Across, Across), CeilingOf(Height * component.Down, Down));
            component.Allocate(width, height, UnitsAcross, UnitsDown);
        }
    }
}
