[assembly: LoadableClass(
    typeof(KeyToBinaryVectorMappingTransformer), null, typeof(SignatureLoadModel), "KeyToBinaryVectorTransform",
    KeyToBinaryVectorMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class KeyToBinaryVectorMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToBinaryTransform";

    internal KeyToBinaryVectorMappingTransformer(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(env, columns)
    {
    }

    internal KeyToBinaryVectorMappingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx)
    {
    }

    private protected override VersionInfo Version => TransformVersions.First("KEY2BIPT", LoaderSignature);

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        var bits = BitCount(source);
        var type = KeyVectors.MakeType(source, bits, joined: false);
        KeyVectors.AddNames(annotations, source, type, joined: false, () =>
            [.. Enumerable.Range(0, bits).Select(i => $"Bit{bits - i - 1}".AsMemory())]);
        if (source.Type is not VectorDataViewType)
            annotations.AddIsNormalized();
        return type;
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source)
    {
        var bits = BitCount(source);
        var builder = new VectorBuilder<float>();
        var getKeys = KeyVectors.Keys(row, source);
        VBuffer<uint> keys = default;
        return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            getKeys(ref keys);
            var slot = 0;
            foreach (var key in keys.DenseValues())
            {
                for (var bit = bits - 1; bit >= 0; bit--)
                    builder.Add(slot++, ((key - 1) >> bit) & 1);
            }
            builder.Finish(slot, ref value);
        });
    }

    // One bit more than the largest key needs: all of them set stand for the missing key.
    private int BitCount(DataViewSchema.Column source) => BitOperations.Log2((uint)KeyVectors.KeyCount(Host, source)) + 2;
}

public sealed class KeyToBinaryVectorMappingEstimator : TrivialEstimator<KeyToBinaryVectorMappingTransformer>
{
    internal KeyToBinaryVectorMappingEstimator(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(env, new KeyToBinaryVectorMappingTransformer(env, columns))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(Host, Transformer.ColumnPairs, column =>
        KeyVectors.Shape(
            Host, column, joined: false, column.Kind == SchemaShape.Column.VectorKind.Scalar ? [Shapes.IsNormalized] : []));
}
