namespace MLNetDeep.Images.Codecs;

/// <summary>The cyclic redundancy check of PNG (ISO 3309), from piece to piece.</summary>
internal struct Crc32
{
    private static readonly uint[] Table = CreateTable();
    private uint _value;

    public readonly uint Value => _value;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var state = ~_value;
        foreach (var next in bytes)
            state = Table[(state ^ next) & 0xFF] ^ (state >> 8);
        _value = ~state;
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) == 1 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            table[i] = value;
        }
        return table;
    }
}
