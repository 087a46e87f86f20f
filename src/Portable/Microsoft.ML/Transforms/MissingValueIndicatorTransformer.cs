[assembly: LoadableClass(
    typeof(MissingValueIndicatorTransformer), null, typeof(SignatureLoadModel), "NA Indicator Transform",
    MissingValueIndicatorTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class MissingValueIndicatorTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "NaIndicatorTransform";

    internal MissingValueIndicatorTransformer(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(env, columns)
    {
    }

    internal MissingValueIndicatorTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx)
    {
    }

    private protected override VersionInfo Version => TransformVersions.First("NAINDIPT", LoaderSignature);

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        var itemType = source.Type.GetItemType();
        if (!MissingValues.Exist(itemType))
            throw Host.ExceptParam("inputSchema", $"Item type {itemType} of column '{source.Name}' has no missing value");
        annotations.Keep(source, AnnotationUtils.Kinds.SlotNames);
        annotations.AddIsNormalized();
        return source.Type.WithItemType(BooleanDataViewType.Instance);
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        Utils.MarshalInvoke(MakeGetter<int>, source.Type.GetItemType().RawType, row, source);

    private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column column) =>
        SlotGetters.Map(row, column, MissingValues.Predicate<T>(column.Type.GetItemType()));
}

public sealed class MissingValueIndicatorEstimator : TrivialEstimator<MissingValueIndicatorTransformer>
{
    internal MissingValueIndicatorEstimator(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(env, new MissingValueIndicatorTransformer(env, columns))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(Host, Transformer.ColumnPairs, column =>
    {
        if (!column.IsKey && !MissingValues.Exist(column.ItemType))
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name);
        return new ItemShape(
            column.Kind, BooleanDataViewType.Instance, false,
            [.. Shapes.Only(column, AnnotationUtils.Kinds.SlotNames), Shapes.IsNormalized]);
    });
}
