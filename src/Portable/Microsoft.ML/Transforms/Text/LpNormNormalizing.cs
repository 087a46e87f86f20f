using static Microsoft.ML.Transforms.Text.TextFeaturizingEstimator;

[assembly: LoadableClass(typeof(LpNormNormalizingTransformer), null, typeof(SignatureLoadModel), "LpNormNormalizer")]

namespace Microsoft.ML.Transforms;

/// <summary>What the options of transforms derive from officially.</summary>
public abstract class TransformInputBase
{
    internal TransformInputBase() { }
}

/// <summary>Scales each row's vector to norm 1.</summary>
public sealed class LpNormNormalizingTransformer : OneToOneTransformerBase
{
    private readonly NormFunction _norm;

    internal LpNormNormalizingTransformer(IHostEnvironment env, NormFunction norm, params (string, string)[] columns)
        : base(env, columns) => _norm = norm;

    internal LpNormNormalizingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx) => _norm = (NormFunction)ctx.Reader.ReadInt32();

    private protected override VersionInfo Version => TransformVersions.First("LPNORMPT", "LpNormNormalizer");
    private protected override void SaveContent(ModelSaveContext ctx) => ctx.Writer.Write((int)_norm);

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        annotations.Keep(source, AnnotationUtils.Kinds.SlotNames);
        annotations.AddIsNormalized();
        return source.Type;
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source)
    {
        var get = row.GetGetter<VBuffer<float>>(source);
        VBuffer<float> vector = default;
        return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> result) =>
        {
            get(ref vector);
            vector.CopyTo(ref result);
            var values = VBufferEditor.CreateFromBuffer(ref result).Values;
            var (sum, squares, largest) = (0.0, 0.0, 0.0);
            foreach (var value in values)
                (sum, squares, largest) = (sum + Math.Abs(value), squares + ((double)value * value), Math.Max(largest, Math.Abs(value)));
            var norm = (float)(_norm == NormFunction.L1 ? sum : _norm == NormFunction.L2 ? Math.Sqrt(squares) : largest);
            // What is next to zero, or has a norm beyond all measure, is left as it is.
            var scale = norm > 0 && 1 / norm >= 1e-8f ? 1 / norm : 1;
            foreach (ref var value in values)
                value *= scale;
        });
    }
}
