[assembly: LoadableClass(
    typeof(ValueMappingTransformer), null, typeof(SignatureLoadModel), "Value Mapping Transform", ValueMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public class ValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ValueMappingTransformer";

    internal ValueMappingTransformer(IHostEnvironment env, ValueMap map, (string outputColumnName, string inputColumnName)[] columns)
        : base(env, columns) => Map = map;

    internal ValueMappingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx) => Map = ValueMap.Load(ctx);

    internal ValueMap Map { get; }

    private protected override VersionInfo Version => TransformVersions.First("VALMAPPT", LoaderSignature);

    private protected override void SaveContent(ModelSaveContext ctx) => Map.Save(ctx);

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        if (!source.Type.GetItemType().Equals(Map.KeyType))
            throw Host.ExceptSchemaMismatch("inputSchema", "input", source.Name, Map.KeyType.ToString()!, source.Type.ToString()!);
        Map.AddAnnotations(annotations);
        return source.Type.WithItemType(Map.ValueType);
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        Map.MakeGetter(row, source);
}

public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    internal ValueMappingEstimator(IHostEnvironment env, ValueMap map, (string outputColumnName, string inputColumnName)[] columns)
        : base(env, new ValueMappingTransformer(env, map, columns))
    {
    }

    public sealed override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var type = Transformer.Map.ValueType;
        var annotations = new DataViewSchema.Annotations.Builder();
        Transformer.Map.AddAnnotations(annotations);
        var shapes = SchemaShape.Create(annotations.ToAnnotations().Schema);
        return inputSchema.With(Host, Transformer.ColumnPairs, column => new ItemShape(
            column.Kind, ColumnTypeExtensions.PrimitiveTypeFromType(type.RawType), type is KeyDataViewType, shapes));
    }
}

public sealed class ValueMappingEstimator<TKey, TValue> : ValueMappingEstimator
{
    internal ValueMappingEstimator(
        IHostEnvironment env,
        IEnumerable<KeyValuePair<TKey, TValue>> pairs,
        bool valuesAsKeys,
        params (string outputColumnName, string inputColumnName)[] columns)
        : base(env, ValueMap.Create([.. pairs], valuesAsKeys), columns)
    {
    }
}
