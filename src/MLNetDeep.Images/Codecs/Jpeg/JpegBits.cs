namespace MLNetDeep.Images.Codecs.Jpeg;

/// <summary>Reads compressed bits, up to the next marker.</summary>
/// <param name="data">The file.</param>
/// <param name="position">Where the bits start.</param>
internal sealed class JpegBits(byte[] data, int position)
{
    private uint _bits;
    private int _count;
    private int _padding;

    /// <summary>Where the next byte is read: on the marker once all bits are.</summary>
    public int Position { get; private set; } = position;

    /// <summary>The next bits, at most 16, highest first; zeros stand for those after the end.</summary>
    public int Peek(int count)
    {
        while (_count < count)
            Fill();
        return (int)(_bits >> (_count - count)) & ((1 << count) - 1);
    }

    /// <summary>Moves on.</summary>
    /// <exception cref="InvalidDataException">The bits end before.</exception>
    public void Skip(int count)
    {
        _count -= count;
        if (_count < _padding)
            throw new InvalidDataException("The JPEG is cut off: its compressed pixels end too early.");
    }

    public int Read(int count)
    {
        if (count == 0)
            return 0;
        var value = Peek(count);
        Skip(count);
        return value;
    }

    /// <summary>Reads a number of so many bits: those below the middle of their range stand for negative ones (T.81, F.2.2.1).</summary>
    public int ReadSigned(int count)
    {
        var value = Read(count);
        return count > 0 && value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    }

    /// <summary>Goes over a restart marker, after which codes start anew.</summary>
    public void Restart(int number)
    {
        (_bits, _count, _padding) = (0, 0, 0);
        while (Position + 1 < data.Length && data[Position] == 0xFF && data[Position + 1] == 0xFF)
            Position++;
        if (Position + 1 >= data.Length || data[Position] != 0xFF || data[Position + 1] != 0xD0 + (number & 7))
            throw new InvalidDataException("The JPEG lacks a restart marker.");
        Position += 2;
    }

    private void Fill()
    {
        // A byte FF is followed by 00; by something else only in a marker.
        var isMarker = Position >= data.Length || (data[Position] == 0xFF && (Position + 1 >= data.Length || data[Position + 1] != 0));
        _bits = (_bits << 8) | (isMarker ? 0u : data[Position]);
        _count += 8;
        if (isMarker)
            _padding += 8;
        else
            Position += data[Position] == 0xFF ? 2 : 1;
    }
}
