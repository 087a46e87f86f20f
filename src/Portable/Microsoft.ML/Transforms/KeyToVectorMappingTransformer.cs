[assembly: LoadableClass(
    typeof(KeyToVectorMappingTransformer), null, typeof(SignatureLoadModel), "KeyToVectorTransform",
    KeyToVectorMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Makes of a key a vector with a one in its slot; of several keys one such vector each, or the counts of all.</summary>
public sealed class KeyToVectorMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToVectorTransform";

    internal KeyToVectorMappingTransformer(
        IHostEnvironment env, bool counts, params (string outputColumnName, string inputColumnName)[] columns)
        : base(env, columns) => Counts = counts;

    internal KeyToVectorMappingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx) => Counts = ctx.Reader.ReadByte() != 0;

    internal bool Counts { get; }

    private protected override VersionInfo Version => TransformVersions.First("KEY2VEPT", LoaderSignature);

    private protected override void SaveContent(ModelSaveContext ctx) => ctx.Writer.Write(Counts);

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        var keyCount = KeyVectors.KeyCount(Host, source);
        var type = KeyVectors.MakeType(source, keyCount, Counts);
        KeyVectors.AddNames(annotations, source, type, Counts, () => KeyVectors.KeyTexts(source));
        var valueCount = source.Type.GetValueCount();
        if (!Counts && valueCount > 0)
        {
            annotations.Add(
                AnnotationUtils.Kinds.CategoricalSlotRanges,
                AnnotationUtils.GetCategoricalType(valueCount),
                (ref VBuffer<int> value) => value = Ranges(valueCount, keyCount));
        }
        if (!Counts || source.Type is not VectorDataViewType)
            annotations.AddIsNormalized();
        return type;
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source)
    {
        var count = KeyVectors.KeyCount(Host, source);
        var getKeys = KeyVectors.Keys(row, source);
        return Counts && source.Type is VectorDataViewType ? MakeCountsGetter(getKeys, count) : MakeIndicatorsGetter(getKeys, count);
    }

    // First and last slot of each key's indicators.
    private static VBuffer<int> Ranges(int valueCount, int keyCount)
    {
        var bounds = new int[2 * valueCount];
        for (var i = 0; i < valueCount; i++)
        {
            bounds[2 * i] = i * keyCount;
            bounds[(2 * i) + 1] = ((i + 1) * keyCount) - 1;
        }
        return new VBuffer<int>(bounds.Length, bounds);
    }

    private static ValueGetter<VBuffer<float>> MakeCountsGetter(ValueGetter<VBuffer<uint>> getKeys, int count)
    {
        var builder = new VectorBuilder<float>();
        var sorted = new List<int>();
        VBuffer<uint> keys = default;
        return (ref VBuffer<float> value) =>
        {
            getKeys(ref keys);
            sorted.Clear();
            foreach (var key in keys.GetValues())
            {
                if (key != 0 && key <= count)
                    sorted.Add((int)key - 1);
            }
            sorted.Sort();
            for (int i = 0, next; i < sorted.Count; i = next)
            {
                for (next = i + 1; next < sorted.Count && sorted[next] == sorted[i];)
                    next++;
                builder.Add(sorted[i], next - i);
            }
            builder.Finish(count, ref value);
        };
    }

    private static ValueGetter<VBuffer<float>> MakeIndicatorsGetter(ValueGetter<VBuffer<uint>> getKeys, int count)
    {
        VBuffer<uint> keys = default;
        return (ref VBuffer<float> value) =>
        {
            getKeys(ref keys);
            var present = keys.GetValues();
            var indices = keys.GetIndices();
            var editor = VBufferEditor.Create(ref value, checked(count * keys.Length), present.Length, requireIndicesOnDense: true);
            var at = 0;
            for (var i = 0; i < present.Length; i++)
            {
                if (present[i] == 0 || present[i] > count)
                    continue;
                editor.Values[at] = 1;
                editor.Indices[at++] = ((keys.IsDense ? i : indices[i]) * count) + (int)present[i] - 1;
            }
            value = editor.CommitTruncated(at);
        };
    }
}

public sealed class KeyToVectorMappingEstimator : TrivialEstimator<KeyToVectorMappingTransformer>
{
    internal KeyToVectorMappingEstimator(
        IHostEnvironment env, bool counts, params (string outputColumnName, string inputColumnName)[] columns)
        : base(env, new KeyToVectorMappingTransformer(env, counts, columns))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(Host, Transformer.ColumnPairs, column =>
    {
        var counts = Transformer.Counts;
        var annotations = new List<SchemaShape.Column>();
        if (!counts && column.Kind != SchemaShape.Column.VectorKind.VariableVector)
            annotations.Add(Shapes.CategoricalSlotRanges);
        if (!counts || column.Kind == SchemaShape.Column.VectorKind.Scalar)
            annotations.Add(Shapes.IsNormalized);
        return KeyVectors.Shape(Host, column, counts, annotations);
    });
}
