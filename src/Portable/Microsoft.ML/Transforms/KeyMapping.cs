[assembly: LoadableClass(typeof(KeyToValueMappingTransformer), null, typeof(SignatureLoadModel), "KeyToValueTransform")]
[assembly: LoadableClass(typeof(KeyToVectorMappingTransformer), null, typeof(SignatureLoadModel), "KeyToVectorTransform")]
[assembly: LoadableClass(typeof(KeyToBinaryVectorMappingTransformer), null, typeof(SignatureLoadModel), "KeyToBinaryTransform")]

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal KeyToValueMappingTransformer(IHostEnvironment env, params (string, string)[] columns) : base(env, columns) { }
    internal KeyToValueMappingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env, ctx) { }

    private protected override VersionInfo Version => TransformVersions.First("KEY2VALT", "KeyToValueTransform");

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        var values = source.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues);
        Host.Check(values != null, "Metadata KeyValues does not exist");
        var list = ItemList.OfKeys(source);
        Host.Check(list != null, "KeyValues metadata size does not match column type key count");
        annotations.Keep(source, AnnotationUtils.Kinds.SlotNames);
        if (list.Type is KeyDataViewType)
            annotations.Add(values.Value.Annotations, name => name == AnnotationUtils.Kinds.KeyValues);
        return source.Type.WithItemType(list.Type);
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source)
    {
        var values = ItemList.OfKeys(source)!;
        return Utils.MarshalInvoke(MakeGetter<int>, values.Type.RawType, row, source, values.Items);
    }

    private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column column, Array items)
    {
        var values = (T[])items;
        var missing = typeof(T) == typeof(float) ? (T)(object)float.NaN : typeof(T) == typeof(double) ? (T)(object)double.NaN : default!;
        T Map(uint key, int slot) => key - 1 < (uint)values.Length ? values[key - 1] : missing;
        return column.Type is VectorDataViewType
            ? SlotGetters.Map<uint, T>(RowGetters.KeysAsUInt32(row, column), Map)
            : SlotGetters.Map<uint, T>(RowGetters.KeyAsUInt32(row, column), Map);
    }
}

public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator(IHostEnvironment env, params (string, string)[] columns)
        : base(env, new KeyToValueMappingTransformer(env, columns)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(Host, Transformer.ColumnPairs, column =>
    {
        Host.CheckInput(column.IsKey, column, "KeyType");
        if (!column.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values))
            throw Host.ExceptParam(nameof(inputSchema), $"Input column '{column.Name}' doesn't contain key values metadata");
        return new ItemShape(column.Kind, values.ItemType, values.IsKey, Shapes.Only(column, AnnotationUtils.Kinds.SlotNames));
    });
}

public sealed class KeyToVectorMappingTransformer : OneToOneTransformerBase
{
    internal KeyToVectorMappingTransformer(IHostEnvironment env, bool counts, params (string, string)[] columns)
        : base(env, columns) => Vectors = new(Host, counts ? KeyVectorKind.Counts : KeyVectorKind.Indicators);

    internal KeyToVectorMappingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx) => Vectors = new(Host, ctx.Reader.ReadBoolean() ? KeyVectorKind.Counts : KeyVectorKind.Indicators);

    internal KeyVectors Vectors { get; }

    private protected override VersionInfo Version => TransformVersions.First("KEY2VEPT", "KeyToVectorTransform");

    private protected override void SaveContent(ModelSaveContext ctx) => ctx.Writer.Write(Vectors.Kind == KeyVectorKind.Counts);

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations) =>
        Vectors.MakeOutput(source, annotations);

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        Vectors.MakeGetter(row, source);
}

public sealed class KeyToVectorMappingEstimator : TrivialEstimator<KeyToVectorMappingTransformer>
{
    internal KeyToVectorMappingEstimator(IHostEnvironment env, bool counts, params (string, string)[] columns)
        : base(env, new KeyToVectorMappingTransformer(env, counts, columns)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        inputSchema.With(Host, Transformer.ColumnPairs, Transformer.Vectors.Shape);
}

public sealed class KeyToBinaryVectorMappingTransformer : OneToOneTransformerBase
{
    internal KeyToBinaryVectorMappingTransformer(IHostEnvironment env, params (string, string)[] columns)
        : base(env, columns) => Vectors = new(Host, KeyVectorKind.Bits);

    internal KeyToBinaryVectorMappingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx) => Vectors = new(Host, KeyVectorKind.Bits);

    internal KeyVectors Vectors { get; }

    private protected override VersionInfo Version => TransformVersions.First("KEY2BIPT", "KeyToBinaryTransform");

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations) =>
        Vectors.MakeOutput(source, annotations);

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        Vectors.MakeGetter(row, source);
}

public sealed class KeyToBinaryVectorMappingEstimator : TrivialEstimator<KeyToBinaryVectorMappingTransformer>
{
    internal KeyToBinaryVectorMappingEstimator(IHostEnvironment env, params (string, string)[] columns)
        : base(env, new KeyToBinaryVectorMappingTransformer(env, columns)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        inputSchema.With(Host, Transformer.ColumnPairs, Transformer.Vectors.Shape);
}
