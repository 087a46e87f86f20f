[assembly: LoadableClass(
    typeof(KeyToValueMappingTransformer), null, typeof(SignatureLoadModel), "Key To Value Transform",
    KeyToValueMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToValueTransform";

    internal KeyToValueMappingTransformer(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(env, columns)
    {
    }

    internal KeyToValueMappingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx)
    {
    }

    private protected override VersionInfo Version => TransformVersions.First("KEY2VALT", LoaderSignature);

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        if (source.Type.GetItemType() is not KeyDataViewType key)
            throw Host.ExceptSchemaMismatch("inputSchema", "input", source.Name, "key type", source.Type.ToString()!);
        var values = source.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues);
        var type = values?.Type as VectorDataViewType;
        Host.Check(type != null, $"Metadata KeyValues does not exist");
        Host.Check((ulong)type.Size == key.Count, $"Length of metadata KeyValues, {type.Size}, is not the number of keys, {key.Count}");
        annotations.Keep(source, AnnotationUtils.Kinds.SlotNames);
        if (type.ItemType is KeyDataViewType)
            annotations.Add(values!.Value.Annotations, name => name == AnnotationUtils.Kinds.KeyValues);
        return source.Type.WithItemType(type.ItemType);
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source)
    {
        var type = (VectorDataViewType)source.Annotations.Schema[AnnotationUtils.Kinds.KeyValues].Type;
        return Utils.MarshalInvoke(MakeGetter<int>, type.ItemType.RawType, row, source);
    }

    private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column column)
    {
        VBuffer<T> buffer = default;
        column.GetKeyValues(ref buffer);
        T[] values = [.. buffer.DenseValues()];
        var missing = typeof(T) == typeof(float) ? (T)(object)float.NaN : typeof(T) == typeof(double) ? (T)(object)double.NaN : default!;
        T Map(uint key, int slot) => key - 1 < (uint)values.Length ? values[key - 1] : missing;
        return column.Type is VectorDataViewType
            ? SlotGetters.Map<uint, T>(RowGetters.KeysAsUInt32(row, column), Map)
            : SlotGetters.Map<uint, T>(RowGetters.KeyAsUInt32(row, column), Map);
    }
}

public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(env, new KeyToValueMappingTransformer(env, columns))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(Host, Transformer.ColumnPairs, column =>
    {
        Shapes.CheckKey(Host, column);
        if (!column.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values))
            throw Host.ExceptParam(nameof(inputSchema), $"Input column '{column.Name}' doesn't contain key values metadata");
        return new ItemShape(column.Kind, values.ItemType, values.IsKey, Shapes.Only(column, AnnotationUtils.Kinds.SlotNames));
    });
}
