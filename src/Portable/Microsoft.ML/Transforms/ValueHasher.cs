namespace Microsoft.ML.Transforms;

/// <summary>
/// Hashes of one item type, as keys: from 1 up to the mask plus 1; 0 for a missing value. MurmurHash3, 32-bit, as ML.NET 1.5 and later
/// (and ONNX) compute it. Of a value of a fixed number of bytes the chain is still open, for others to follow; of a text it is closed.
/// </summary>
internal sealed record ValueHasher<T>(Func<T, bool> IsMissing, int ByteCount, Func<uint, T, uint> Chain)
{
    public uint KeyOf(uint seed, uint mask, T value) => IsMissing(value) ? 0 : Close(Chain(seed, value), 1, mask);

    /// <summary>One key of all values together.</summary>
    public uint KeyOfAll(uint seed, uint mask, IEnumerable<T> values)
    {
        var hash = seed;
        var count = 0;
        foreach (var value in values)
        {
            if (IsMissing(value))
                return 0;
            hash = Chain(hash, value);
            count++;
        }
        return Close(hash, count, mask);
    }

    private uint Close(uint hash, int count, uint mask) => ((ByteCount == 0 ? hash : ValueHasher.Mix(hash, count * ByteCount)) & mask) + 1;
}

internal static class ValueHasher
{
    public static bool Exists(DataViewType itemType) =>
        itemType is TextDataViewType or KeyDataViewType or NumberDataViewType or BooleanDataViewType;

    public static ValueHasher<T> Create<T>(DataViewType itemType) => (ValueHasher<T>)(itemType switch
    {
        TextDataViewType => new ValueHasher<ReadOnlyMemory<char>>(
            text => text.IsEmpty, 0, (seed, text) => OfText(seed, text.Span.Trim(' '))),
        BooleanDataViewType => Of<bool>(v => v ? 1UL : 0, _ => false),
        _ when typeof(T) == typeof(float) => Of<float>(v => BitConverter.SingleToUInt32Bits(v == 0 ? 0 : v), float.IsNaN),
        _ when typeof(T) == typeof(double) => Of<double>(v => BitConverter.DoubleToUInt64Bits(v == 0 ? 0 : v), double.IsNaN),
        NumberDataViewType or KeyDataViewType => Utils.MarshalInvoke(OfInteger<int>, typeof(T), itemType is KeyDataViewType),
        _ => throw Contracts.Except($"No hash of {itemType}"),
    });

    /// <summary>The closing mix of a hash over so many bytes.</summary>
    public static uint Mix(uint hash, int byteCount)
    {
        hash ^= (uint)byteCount;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    /// <summary>
    /// The hash of a text. Each UTF-16 unit is taken for itself and encoded in one to three bytes. Behind a unit of two or three bytes
    /// ML.NET swaps the lowest bytes of all that is pending, not only the unit's own; hashes depend on it, so we do the same.
    /// </summary>
    public static uint OfText(uint hash, ReadOnlySpan<char> text)
    {
        ulong pending = 0;
        var (bits, byteCount) = (0, 0);
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

    private static object OfInteger<T>(bool zeroIsMissing)
        where T : struct, IBinaryInteger<T> => Of<T>(ulong.CreateTruncating, v => zeroIsMissing && T.IsZero(v));

    // Everything that fits 32 bits is hashed as 32 bits, signed integers with their sign extended.
    private static ValueHasher<T> Of<T>(Func<T, ulong> bits, Func<T, bool> isMissing) => Unsafe.SizeOf<T>() == sizeof(ulong)
        ? new(isMissing, 8, (hash, v) => Hashing.MurmurRound(Hashing.MurmurRound(hash, (uint)bits(v)), (uint)(bits(v) >> 32)))
        : new(isMissing, 4, (hash, v) => Hashing.MurmurRound(hash, (uint)bits(v)));
}
