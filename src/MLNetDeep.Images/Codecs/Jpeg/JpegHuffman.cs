namespace MLNetDeep.Images.Codecs.Jpeg;

/// <summary>One table of canonical Huffman codes (ITU-T T.81, annex C).</summary>
internal sealed class JpegHuffman
{
    private const int FastBits = 8;
    private const int LongestCode = 16;

    // For the next 8 bits: the code's length, 0 if it is longer, and its symbol.
    private readonly (byte Length, byte Symbol)[] _fast = new (byte, byte)[1 << FastBits];
    private readonly int[] _codeEnds = new int[LongestCode + 1];
    private readonly int[] _offsets = new int[LongestCode + 1];
    private readonly byte[] _symbols;

    /// <summary>Makes the table.</summary>
    /// <param name="counts">How many codes there are of 1 to 16 bits.</param>
    /// <param name="symbols">What they stand for, by rising code.</param>
    /// <exception cref="InvalidDataException">There are more codes of a length than fit.</exception>
    public JpegHuffman(ReadOnlySpan<byte> counts, byte[] symbols)
    {
        _symbols = symbols;
        var (code, index) = (0, 0);
        for (var length = 1; length <= LongestCode; length++)
        {
            _offsets[length] = index - code;
            for (var i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (code >= 1 << length)
                    throw new InvalidDataException("The JPEG's Huffman table has too many codes.");
                if (length <= FastBits)
                    _fast.AsSpan(code << (FastBits - length), 1 << (FastBits - length)).Fill(((byte)length, symbols[index]));
            }
            _codeEnds[length] = code;
            code *= 2;
        }
    }

    /// <summary>Reads the next symbol.</summary>
    public byte Read(JpegBits bits)
    {
        var (length, symbol) = _fast[bits.Peek(FastBits)];
        if (length > 0)
        {
            bits.Skip(length);
            return symbol;
        }
        var next = bits.Peek(LongestCode);
        for (length = FastBits + 1; length <= LongestCode; length++)
        {
            var code = next >> (LongestCode - length);
            if (code >= _codeEnds[length])
                continue;
            bits.Skip(length);
            return _symbols[code + _offsets[length]];
        }
        throw new InvalidDataException("The JPEG has a code that is not in its Huffman table.");
    }
}
