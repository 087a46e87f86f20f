[assembly: LoadableClass(
    typeof(HashingTransformer), null, typeof(SignatureLoadModel), "Hash Transform",
    HashingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class HashingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "HashTransform";

    private readonly HashingEstimator.ColumnOptions[] _columns;

    internal HashingTransformer(IHostEnvironment env, params HashingEstimator.ColumnOptions[] columns)
        : base(env, Array.ConvertAll(columns, c => (c.Name, c.InputColumnName))) => _columns = columns;

    internal HashingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx) => _columns = Array.ConvertAll(ColumnPairs, pair =>
    {
        var bits = ctx.Reader.ReadByte();
        Host.CheckDecode(bits is >= 1 and < 32, "Corrupt model file: the number of bits of a hash.");
        var seed = ctx.Reader.ReadUInt32();
        var ordered = ctx.Reader.ReadByte() != 0;
        var combine = ctx.Reader.ReadByte() != 0;
        return new HashingEstimator.ColumnOptions(pair.outputColumnName, pair.inputColumnName, bits, seed, ordered, 0, combine);
    });

    private protected override VersionInfo Version => TransformVersions.First("HASHTRPT", LoaderSignature);

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
        if (!ValueHasher.Exists(source.Type.GetItemType()))
        {
            throw Host.ExceptSchemaMismatch(
                "inputSchema", "input", source.Name, HashingEstimator.ExpectedColumnType, source.Type.ToString()!);
        }
        annotations.Keep(source, AnnotationUtils.Kinds.SlotNames);
        var options = _columns[output];
        var key = new KeyDataViewType(typeof(uint), 1UL << options.NumberOfBits);
        return source.Type is VectorDataViewType vector && !options.Combine ? new VectorDataViewType(key, vector.Size) : key;
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        Utils.MarshalInvoke(MakeGetter<int>, source.Type.GetItemType().RawType, row, source, _columns[output]);

    private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column column, HashingEstimator.ColumnOptions options)
    {
        var hasher = ValueHasher.Create<T>(column.Type.GetItemType());
        var seed = options.Seed;
        var mask = (1U << options.NumberOfBits) - 1;
        if (options.Combine && column.Type is VectorDataViewType)
        {
            var get = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> values = default;
            return (ValueGetter<uint>)((ref uint key) =>
            {
                get(ref values);
                key = hasher.KeyOfAll(seed, mask, in values);
            });
        }
        return options.UseOrderedHashing
            ? SlotGetters.Map<T, uint>(row, column, (value, slot) => hasher.KeyOf(Hashing.MurmurRound(seed, (uint)slot), mask, in value))
            : SlotGetters.Map<T, uint>(row, column, value => hasher.KeyOf(seed, mask, in value));
    }
}
