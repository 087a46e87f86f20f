namespace Microsoft.ML.Transforms;

/// <summary>MurmurHash3, 32-bit, of the values that columns hold, as ML.NET 1.5 and later (and ONNX) compute it.</summary>
internal static class MurmurHash
{
    /// <summary>The closing mix of a hash over so many bytes.</summary>
    public static uint Mix(uint hash, int byteCount)
    {
        hash ^= (uint)byteCount;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    public static uint Round64(uint hash, ulong value) => Hashing.MurmurRound(Hashing.MurmurRound(hash, (uint)value), (uint)(value >> 32));

    /// <summary>
    /// The hash of a text. Each UTF-16 unit is taken for itself and encoded in one to three bytes. Behind a unit of two or three bytes
    /// ML.NET swaps the lowest bytes of all that is pending, not only the unit's own; hashes depend on it, so we do the same.
    /// </summary>
    public static uint Text(uint hash, ReadOnlySpan<char> text)
    {
        ulong pending = 0;
        var bits = 0;
        var byteCount = 0;
        foreach (uint unit in text)
        {
            switch (unit)
            {
                case <= 0x7F:
                    pending |= (ulong)unit << bits;
                    bits += 8;
                    break;
                case <= 0x7FF:
                    pending |= (ulong)((unit & 0x3F) | ((unit << 2) & 0x1F00) | 0xC080) << bits;
                    pending = ((pending & 0xFF) << 8) | (pending >> 8);
                    bits += 16;
                    break;
                default:
                    pending |= (ulong)((unit & 0x3F) | ((unit << 2) & 0x3F00) | ((unit << 4) & 0xF0000) | 0xE08080) << bits;
                    pending = ((pending & 0xFF) << 16) | (((pending >> 8) & 0xFF) << 8) | (pending >> 16);
                    bits += 24;
                    break;
            }
            if (bits >= 32)
            {
                hash = Hashing.MurmurRound(hash, (uint)pending);
                pending >>= 32;
                bits -= 32;
                byteCount += 4;
            }
        }
        if (bits > 0)
        {
            byteCount += bits / 8;
            var tail = (uint)pending & ((1u << bits) - 1);
            hash ^= BitOperations.RotateLeft(tail * 0xCC9E2D51, 15) * 0x1B873593;
        }
        return Mix(hash, byteCount);
    }
}
