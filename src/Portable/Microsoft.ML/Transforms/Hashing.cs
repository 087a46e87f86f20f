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

    internal HashingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx) => _columns = Array.ConvertAll(ColumnPairs, pair =>
    {
        var bits = ctx.Reader.ReadByte();
        Host.CheckDecode(bits < 32, "Corrupt model file: the number of bits of a hash.");
        var (seed, ordered, combine) = (ctx.Reader.ReadUInt32(), ctx.Reader.ReadBoolean(), ctx.Reader.ReadBoolean());
        return new HashingEstimator.ColumnOptions(pair.outputColumnName, pair.inputColumnName, bits, seed, ordered, combine);
    });

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

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        Host.CheckParam(ValueHasher.Exists(source.Type.GetItemType()), "inputSchema", HashingEstimator.ExpectedColumnType);
        annotations.Keep(source, AnnotationUtils.Kinds.SlotNames);
        var key = new KeyDataViewType(typeof(uint), 1UL << _columns[output].NumberOfBits);
        return _columns[output].Combine ? key : source.Type.WithItemType(key);
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        Utils.MarshalInvoke(MakeGetter<int>, source.Type.GetItemType().RawType, row, source, _columns[output]);

    private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column column, HashingEstimator.ColumnOptions options)
    {
        var hasher = ValueHasher.Create<T>(column.Type.GetItemType());
        var (seed, mask) = (options.Seed, (1U << options.NumberOfBits) - 1);
        if (!options.Combine || column.Type is not VectorDataViewType)
        {
            return SlotGetters.Map<T, uint>(row, column, (value, slot) =>
                hasher.KeyOf(options.UseOrderedHashing ? Hashing.MurmurRound(seed, (uint)slot) : seed, mask, value));
        }
        var get = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> values = default;
        return (ValueGetter<uint>)((ref uint key) =>
        {
            get(ref values);
            key = hasher.KeyOfAll(seed, mask, values.DenseValues());
        });
    }
}
