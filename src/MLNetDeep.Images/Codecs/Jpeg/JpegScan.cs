namespace MLNetDeep.Images.Codecs.Jpeg;

/// <summary>One pass over a JPEG's blocks, which brings some of their frequencies or some of their bits.</summary>
/// <remarks>In a sequential JPEG a scan brings all; in a progressive one see ITU-T T.81, annex G.</remarks>
/// <param name="components">The colours it has.</param>
/// <param name="means">Their tables of means.</param>
/// <param name="others">Their tables of the other frequencies.</param>
/// <param name="first">The first frequency it brings, in zigzag order.</param>
/// <param name="last">The last one.</param>
/// <param name="isRefining">Whether it adds a bit to what earlier scans brought.</param>
/// <param name="shift">Bits below those it brings.</param>
internal sealed class JpegScan(
    JpegComponent[] components, JpegHuffman?[] means, JpegHuffman?[] others, int first, int last, bool isRefining, int shift)
{
    private JpegBits _bits = null!;
    private int _emptyBlocks;

    /// <summary>Reads the scan into the components' blocks.</summary>
    /// <param name="bits">The compressed bits.</param>
    /// <param name="unitsAcross">Interleaved units in a row.</param>
    /// <param name="unitsDown">Rows of them.</param>
    /// <param name="restartInterval">After how many units codes start anew; 0 for never.</param>
    /// <param name="isProgressive">Whether the JPEG is.</param>
    public void Read(JpegBits bits, int unitsAcross, int unitsDown, int restartInterval, bool isProgressive)
    {
        _bits = bits;
        var isSingle = components.Length == 1;
        if (isSingle)
            (unitsAcross, unitsDown) = ((components[0].Width + 7) / 8, (components[0].Height + 7) / 8);
        for (var unit = 0; unit < unitsAcross * unitsDown; unit++)
        {
            if (unit == 0 || (restartInterval > 0 && unit % restartInterval == 0))
                Start(unit, restartInterval);
            var (x, y) = (unit % unitsAcross, unit / unitsAcross);
            for (var i = 0; i < components.Length; i++)
            {
                var component = components[i];
                var (across, down) = isSingle ? (1, 1) : (component.Across, component.Down);
                for (var part = 0; part < across * down; part++)
                {
                    var block = component.Block((x * across) + (part % across), (y * down) + (part / across));
                    if (isProgressive)
                        ReadPart(i, block);
                    else
                        ReadAll(i, block);
                }
            }
        }
    }

    private void Start(int unit, int restartInterval)
    {
        if (unit > 0)
            _bits.Restart((unit / restartInterval) - 1);
        foreach (var component in components)
            component.Mean = 0;
        _emptyBlocks = 0;
    }

    private void ReadAll(int component, Span<short> block)
    {
        block[0] = ReadMean(component);
        for (var k = 1; k < JpegComponent.BlockSize; k++)
        {
            var (zeros, size) = ReadOther(component);
            if (size == 0 && zeros != 15)
                break;
            k += zeros;
            if (size > 0)
                block[JpegComponent.ZigZag[Checked(k)]] = (short)_bits.ReadSigned(size);
        }
    }

    private void ReadPart(int component, Span<short> block)
    {
        if (first > 0 && isRefining)
            Refine(component, block);
        else if (first > 0)
            ReadOthers(component, block);
        else if (isRefining)
            block[0] |= (short)(_bits.Read(1) << shift);
        else
            block[0] = unchecked((short)(ReadMean(component) << shift));
    }

    private void ReadOthers(int component, Span<short> block)
    {
        if (_emptyBlocks > 0)
        {
            _emptyBlocks--;
            return;
        }
        for (var k = first; k <= last; k++)
        {
            var (zeros, size) = ReadOther(component);
            if (size == 0 && zeros < 15)
            {
                _emptyBlocks = (1 << zeros) - 1 + _bits.Read(zeros);
                return;
            }
            k += zeros;
            if (size > 0)
                block[JpegComponent.ZigZag[Checked(k)]] = unchecked((short)(_bits.ReadSigned(size) << shift));
        }
    }

    private void Refine(int component, Span<short> block)
    {
        var k = first;
        for (; k <= last && _emptyBlocks == 0; k++)
        {
            var (zeros, size) = ReadOther(component);
            if (size == 0 && zeros < 15)
            {
                _emptyBlocks = (1 << zeros) + _bits.Read(zeros);
                break;
            }
            var value = size == 0 ? 0 : _bits.Read(1) == 1 ? 1 << shift : -1 << shift;
            // Over so many frequencies that are still 0; those between that are not get their bit.
            for (; k <= last; k++)
            {
                ref var frequency = ref block[JpegComponent.ZigZag[k]];
                if (frequency != 0)
                    AddBit(ref frequency);
                else if (zeros-- == 0)
                    break;
            }
            if (value != 0)
                block[JpegComponent.ZigZag[Checked(k)]] = (short)value;
        }
        if (_emptyBlocks == 0)
            return;
        for (; k <= last; k++)
        {
            ref var frequency = ref block[JpegComponent.ZigZag[k]];
            if (frequency != 0)
                AddBit(ref frequency);
        }
        _emptyBlocks--;
    }

    private void AddBit(ref short frequency)
    {
        if (_bits.Read(1) == 1 && (frequency & (1 << shift)) == 0)
            frequency = unchecked((short)(frequency + (frequency > 0 ? 1 << shift : -1 << shift)));
    }

    private short ReadMean(int component)
    {
        var size = Table(means[component]).Read(_bits);
        if (size > 15)
            throw new InvalidDataException("The JPEG has a mean of too many bits.");
        var mean = components[component].Mean;
        return unchecked((short)(components[component].Mean = (short)(mean + _bits.ReadSigned(size))));
    }

    private (int Zeros, int Size) ReadOther(int component)
    {
        var symbol = Table(others[component]).Read(_bits);
        return (symbol >> 4, symbol & 15);
    }

    private int Checked(int k) => k <= last ? k : throw new InvalidDataException("The JPEG has more frequencies than a block holds.");

    private static JpegHuffman Table(JpegHuffman? table) => table ?? throw new InvalidDataException("The JPEG lacks a Huffman table.");
}
