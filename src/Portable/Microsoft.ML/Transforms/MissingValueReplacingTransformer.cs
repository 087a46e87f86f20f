[assembly: LoadableClass(
    typeof(MissingValueReplacingTransformer), null, typeof(SignatureLoadModel), "NA Replace Transform",
    MissingValueReplacingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Puts learned values in place of missing ones: one for a column, or one for each slot of a vector.</summary>
public sealed class MissingValueReplacingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "NAReplaceTransform";

    private readonly Array[] _replacements;

    internal MissingValueReplacingTransformer(
        IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, Array[] replacements)
        : base(env, columns) => _replacements = replacements;

    internal MissingValueReplacingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx) => _replacements = Array.ConvertAll(ColumnPairs, _ =>
    {
        var kind = (DataKind)ctx.Reader.ReadByte();
        Array values = kind switch
        {
            DataKind.Single => ctx.Reader.ReadArray<float>(),
            DataKind.Double => ctx.Reader.ReadArray<double>(),
            _ => throw Host.ExceptDecode("Corrupt model file: the type of a replacement."),
        };
        Host.CheckDecode(values.Length > 0, "Corrupt model file: a replacement is missing.");
        return values;
    });

    private protected override VersionInfo Version => TransformVersions.First("NAREPLPT", LoaderSignature);

    private protected override void SaveContent(ModelSaveContext ctx)
    {
        foreach (var values in _replacements)
        {
            ctx.Writer.Write((byte)(values is float[]? DataKind.Single : DataKind.Double));
            if (values is float[] singles)
                ctx.Writer.WriteArray<float>(singles);
            else
                ctx.Writer.WriteArray<double>((double[])values);
        }
    }

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        MissingValueReplacingEstimator.CheckType(Host, source.Type.GetItemType(), isKey: false);
        var values = _replacements[output];
        var fits = values.Length == 1 || values.Length == source.Type.GetValueCount();
        Host.CheckParam(
            fits && source.Type.GetItemType().RawType == values.GetType().GetElementType(),
            "inputSchema",
            $"Column '{source.Name}' of type '{source.Type}' does not match the {values.Length} replacement values that were learned");
        annotations.Keep(source, AnnotationUtils.Kinds.SlotNames, AnnotationUtils.Kinds.IsNormalized);
        return source.Type;
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        Utils.MarshalInvoke(MakeGetter<float>, source.Type.GetItemType().RawType, row, source, _replacements[output]);

    private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column column, Array replacements)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = (T[])replacements;
        return values.Length == 1
            ? SlotGetters.Map<T, T>(row, column, value => T.IsNaN(value) ? values[0] : value)
            : SlotGetters.Map<T, T>(row, column, (value, slot) => T.IsNaN(value) ? values[slot] : value);
    }
}
