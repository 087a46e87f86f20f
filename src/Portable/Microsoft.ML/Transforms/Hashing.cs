[assembly: LoadableClass(typeof(HashingTransformer), null, typeof(SignatureLoadModel), "HashTransform")]

namespace Microsoft.ML.Transforms;

public sealed class HashingEstimator : IEstimator<HashingTransformer>
{
    internal const int DefaultNumberOfBits = 31;
    internal const uint DefaultSeed = 314489979;
    internal const string ExpectedColumnType = "Expected Text, Key, numeric, Boolean or DataViewRowId item type";
    private readonly IHost _host;
    private readonly ColumnOptions[] _columns;

    internal HashingEstimator(IHostEnvironment env, ColumnOptions[] columns, int maximumNumberOfInverts = 0)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(HashingEstimator));
        _host.CheckParam(maximumNumberOfInverts >= -1, nameof(maximumNumberOfInverts), "Value too small, must be -1 or larger");
        if (maximumNumberOfInverts != 0)
            throw _host.ExceptNotSupp("Keys cannot remember what they were hashed from: maximumNumberOfInverts must be 0.");
        _columns = columns;
    }

    public HashingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var transformer = new HashingTransformer(_host, _columns);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _columns.Aggregate(inputSchema, (schema, options) =>
        schema.With(_host, [(options.Name, options.InputColumnName)], column =>
        {
            _host.CheckParam(ValueHasher.Exists(column.ItemType), nameof(inputSchema), ExpectedColumnType);
            return options.Combine
                ? new ItemShape(SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, [])
                : new ItemShape(column.Kind, NumberDataViewType.UInt32, true, Shapes.Only(column, AnnotationUtils.Kinds.SlotNames));
        }));

    internal sealed record ColumnOptions(string Name, string InputColumnName, int NumberOfBits = DefaultNumberOfBits,
        uint Seed = DefaultSeed, bool UseOrderedHashing = false, bool Combine = false);
}

public sealed class HashingTransformer : OneToOneTransformerBase
{
    private readonly HashingEstimator.ColumnOptions[] _columns;

    internal HashingTransformer(IHostEnvironment env, params HashingEstimator.ColumnOptions[] columns)
        : base(env, Array.ConvertAll(columns, c => (c.Name, c.InputColumnName))) => _columns = columns;

    internal HashingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env, ctx)
    {
        var reader = ctx.Reader;
        _columns = Array.ConvertAll(ColumnPairs, pair => new HashingEstimator.ColumnOptions(pair.outputColumnName, pair.inputColumnName,
            reader.ReadByte(), reader.ReadUInt32(), reader.ReadBoolean(), reader.ReadBoolean()));
        Host.CheckDecode(_columns.All(c => c.NumberOfBits < 32), "Corrupt model file: the number of bits of a hash.");
    }

    private protected override VersionInfo Version => TransformVersions.First("HASHTRPT", "HashTransform");

    private protected override void SaveContent(ModelSaveContext ctx)
    {
        foreach (var column in _columns)
        {
            ctx.Writer.Write((byte)column.NumberOfBits);
            ctx.Writer.Write(column.Seed);
            ctx.Writer.Write(column.UseOrderedHashing);
            ctx.Writer.Write(column.Combine);
        }
    }

    private protected override DataViewType MakeOutput(int output, DataViewSchema.Column source, AnnotationsBuilder annotations)
    {
        Host.CheckParam(ValueHasher.Exists(source.Type.GetItemType()), "inputSchema", HashingEstimator.ExpectedColumnType);
        annotations.Keep(source, AnnotationUtils.Kinds.SlotNames);
        var key = new KeyDataViewType(typeof(uint), 1UL << _columns[output].NumberOfBits);
        return _columns[output].Combine ? key : source.Type.WithItemType(key);
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source)
    {
        var (options, seed, mask) = (_columns[output], _columns[output].Seed, (1U << _columns[output].NumberOfBits) - 1);
        return Utils.MarshalInvoke(Make<int>, source.Type.GetItemType().RawType);

        Delegate Make<T>()
        {
            var hasher = ValueHasher.Create<T>(source.Type.GetItemType());
            if (!options.Combine || source.Type is not VectorDataViewType)
            {
                return SlotGetters.Map<T, uint>(row, source, (value, slot) =>
                    hasher.KeyOf(options.UseOrderedHashing ? Hashing.MurmurRound(seed, (uint)slot) : seed, mask, value));
            }
            var get = row.GetGetter<VBuffer<T>>(source);
            VBuffer<T> values = default;
            return (ValueGetter<uint>)((ref uint key) =>
            {
                get(ref values);
                key = hasher.KeyOf(seed, mask, values.DenseValues());
            });
        }
    }
}

/// <summary>Hashes of one item type, as keys: from 1 up to the mask plus 1; 0 for a missing value. MurmurHash3, 32-bit, as ML.NET 1.5 and
/// later (and ONNX) compute it. Of a value of a fixed number of bytes the chain is still open, for others to follow; of a text it is
/// closed.</summary>
internal sealed record ValueHasher<T>(Func<T, bool> IsMissing, int ByteCount, Func<uint, T, uint> Chain)
{
    public uint KeyOf(uint seed, uint mask, T value) => IsMissing(value) ? 0 : Close(Chain(seed, value), 1, mask);

    /// <summary>One key of all values together.</summary>
    public uint KeyOf(uint seed, uint mask, IEnumerable<T> values)
    {
        var all = values.ToArray();
        return Array.Exists(all, IsMissing.Invoke) ? 0 : Close(all.Aggregate(seed, Chain), all.Length, mask);
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

    /// <summary>The hash of a text. Each UTF-16 unit is taken for itself and encoded in one to three bytes. Behind a unit of two or three
    /// bytes ML.NET swaps the lowest bytes of all that is pending, not only the unit's own; hashes depend on it, so we do the
    /// same.</summary>
    private static uint OfText(uint hash, ReadOnlySpan<char> text)
    {
        ulong pending = 0;
        var (bits, byteCount) = (0, 0);
        foreach (uint unit in text)
        {
            var (code, size) = unit switch
            {
                <= 0x7F => (unit, 8),
                <= 0x7FF => ((unit & 0x3F) | ((unit << 2) & 0x1F00) | 0xC080, 16),
                _ => ((unit & 0x3F) | ((unit << 2) & 0x3F00) | ((unit << 4) & 0xF0000) | 0xE08080, 24),
            };
            pending |= (ulong)code << bits;
            if (size == 16)
                pending = ((pending & 0xFF) << 8) | (pending >> 8);
            else if (size == 24)
                pending = ((pending & 0xFF) << 16) | (((pending >> 8) & 0xFF) << 8) | (pending >> 16);
            bits += size;
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
