namespace Microsoft.ML.Transforms;

/// <summary>Hashes of one item type, as keys: from 1 up to the mask plus 1; 0 for a missing value.</summary>
internal abstract class ValueHasher<T>
{
    public abstract bool IsMissing(in T value);

    /// <summary>The hash of one value, not yet masked.</summary>
    public abstract uint Hash(uint seed, in T value);

    /// <summary>The hash of a value that others follow; <see cref="Finish"/> closes it.</summary>
    public abstract uint Chain(uint seed, in T value);

    public abstract uint Finish(uint hash, int count);

    public uint KeyOf(uint seed, uint mask, in T value) => IsMissing(in value) ? 0 : (Hash(seed, in value) & mask) + 1;

    /// <summary>One key of all values together.</summary>
    public uint KeyOfAll(uint seed, uint mask, in VBuffer<T> values)
    {
        var hash = seed;
        foreach (var value in values.DenseValues())
        {
            if (IsMissing(in value))
                return 0;
            hash = Chain(hash, in value);
        }
        return (Finish(hash, values.Length) & mask) + 1;
    }
}

/// <summary>Makes the hashers.</summary>
internal static class ValueHasher
{
    public static bool Exists(DataViewType itemType) =>
        itemType is TextDataViewType or KeyDataViewType or NumberDataViewType or BooleanDataViewType;

    public static ValueHasher<T> Create<T>(DataViewType itemType)
    {
        object hasher = itemType switch
        {
            TextDataViewType => new TextHasher(),
            BooleanDataViewType => new IntegerHasher<bool>(v => v ? 1UL : 0, _ => false),
            NumberDataViewType when typeof(T) == typeof(float) =>
                new IntegerHasher<float>(v => BitConverter.SingleToUInt32Bits(v == 0 ? 0 : v), float.IsNaN),
            NumberDataViewType when typeof(T) == typeof(double) =>
                new IntegerHasher<double>(v => BitConverter.DoubleToUInt64Bits(v == 0 ? 0 : v), double.IsNaN),
            NumberDataViewType or KeyDataViewType => Utils.MarshalInvoke(CreateInteger<int>, typeof(T), itemType is KeyDataViewType),
            _ => throw Contracts.Except($"No hash of {itemType}"),
        };
        return (ValueHasher<T>)hasher;
    }

    private static object CreateInteger<T>(bool zeroIsMissing)
        where T : struct, IBinaryInteger<T> => new IntegerHasher<T>(ulong.CreateTruncating, v => zeroIsMissing && T.IsZero(v));

    // Everything that fits 32 bits is hashed as 32 bits, signed integers with their sign extended.
    private sealed class IntegerHasher<T>(Func<T, ulong> bits, Func<T, bool> isMissing) : ValueHasher<T>
        where T : struct
    {
        private static readonly int Size = Unsafe.SizeOf<T>() == sizeof(ulong) ? sizeof(ulong) : sizeof(uint);

        public override bool IsMissing(in T value) => isMissing(value);

        public override uint Hash(uint seed, in T value) => MurmurHash.Mix(Chain(seed, in value), Size);

        public override uint Chain(uint seed, in T value) => Size == sizeof(ulong)
            ? MurmurHash.Round64(seed, bits(value))
            : Hashing.MurmurRound(seed, (uint)bits(value));

        public override uint Finish(uint hash, int count) => MurmurHash.Mix(hash, count * Size);
    }

    private sealed class TextHasher : ValueHasher<ReadOnlyMemory<char>>
    {
        public override bool IsMissing(in ReadOnlyMemory<char> value) => value.IsEmpty;

        public override uint Hash(uint seed, in ReadOnlyMemory<char> value) => MurmurHash.Text(seed, value.Span.Trim(' '));

        public override uint Chain(uint seed, in ReadOnlyMemory<char> value) => Hash(seed, in value);

        public override uint Finish(uint hash, int count) => hash;
    }
}
