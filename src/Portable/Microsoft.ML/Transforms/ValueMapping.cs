[assembly: LoadableClass(typeof(ValueMappingTransformer), null, typeof(SignatureLoadModel), "ValueMappingTransformer")]

namespace Microsoft.ML.Transforms;

/// <summary>A dictionary between two column types; what is not in it becomes what an empty text is read as. Keys have a meaning.</summary>
internal sealed record ValueMap(ItemList Keys, ItemList Values, ItemList? Meaning)
{
    /// <summary>A getter of the images of a column's values, in vectors packed anew or as dense as they are.</summary>
    public Func<DataViewRow, DataViewSchema.Column, bool, Delegate> MakeGetter { get; } =
        Utils.MarshalInvoke(Bind<int, int>, [Keys.Type.RawType, Values.Type.RawType], Keys, Values);

    public static ValueMap Create<TKey, TValue>(KeyValuePair<TKey, TValue>[] pairs, bool valuesAsKeys)
    {
        var (keys, values) = (ItemList.Of(pairs.Select(p => p.Key)), pairs.Select(p => p.Value));
        if (!valuesAsKeys)
            return new(keys, ItemList.Of(values), null);
        // Unsigned values are the keys themselves; others are numbered from 1 as they come.
        var meanings = values.Distinct().ToList();
        var numbers = typeof(TValue) == typeof(uint) || typeof(TValue) == typeof(ulong)
            ? ItemList.Of(values)
            : ItemList.Of(values.Select(v => (uint)meanings.IndexOf(v) + 1));
        var type = new KeyDataViewType(numbers.Type.RawType, (ulong)meanings.Count);
        return new(keys, new(type, numbers.Items), ItemList.Of(meanings.Select(m => m!.ToString()!)));
    }

    private static Func<DataViewRow, DataViewSchema.Column, bool, Delegate> Bind<TKey, TValue>(ItemList keys, ItemList values)
        where TKey : notnull
    {
        var map = new Dictionary<TKey, TValue>(keys.Items.Length, ValueComparer.Equality<TKey>());
        foreach (var (key, value) in ((TKey[])keys.Items).Zip((TValue[])values.Items))
            if (!map.TryAdd(key, value))
                throw Contracts.Except($"Duplicate keys in data '{key}'");
        var unknown = ValueConversions.TryGet(TextDataViewType.Instance, values.Type) is Func<ReadOnlyMemory<char>, TValue> convert
            ? convert(ReadOnlyMemory<char>.Empty)
            : default!;
        return (row, column, packs) =>
            SlotGetters.Map<TKey, TValue>(row, column, (key, _) => map.TryGetValue(key, out var value) ? value : unknown, packs);
    }
}

public class ValueMappingTransformer : OneToOneTransformerBase
{
    internal ValueMappingTransformer(IHostEnvironment env, ValueMap map, (string, string)[] columns) : base(env, columns) => Map = map;

    internal ValueMappingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env, ctx)
    {
        var (keys, values) = (ItemList.Load(ctx.Reader), ItemList.Load(ctx.Reader));
        Host.CheckDecode(keys.Items.Length == values.Items.Length, "Corrupt model file: keys and values of a dictionary differ in number.");
        Map = new ValueMap(keys, values, values.Type is KeyDataViewType ? ItemList.Load(ctx.Reader) : null);
    }

    internal ValueMap Map { get; }

    private protected override VersionInfo Version => TransformVersions.First("VALMAPPT", "ValueMappingTransformer");

    private protected override void SaveContent(ModelSaveContext ctx) =>
        Array.ForEach([Map.Keys, Map.Values, Map.Meaning], list => list?.Save(ctx.Writer));

    private protected override DataViewType MakeOutput(int output, DataViewSchema.Column source, AnnotationsBuilder annotations)
    {
        Map.Meaning?.AddKeyValues(annotations);
        // Of vectors the official type knows neither the size nor that the values are keys.
        return source.Type is VectorDataViewType
            ? new VectorDataViewType(ColumnTypeExtensions.PrimitiveTypeFromType(Map.Values.Type.RawType))
            : Map.Values.Type;
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        Map.MakeGetter(row, source, false);
}

public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    internal ValueMappingEstimator(IHostEnvironment env, ValueMap map, (string, string)[] columns)
        : base(env, new ValueMappingTransformer(env, map, columns)) { }

    public sealed override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var (annotations, type) = (new AnnotationsBuilder(), Transformer.Map.Values.Type);
        Transformer.Map.Meaning?.AddKeyValues(annotations);
        var (isKey, shapes) = (type is KeyDataViewType, SchemaShape.Create(annotations.ToAnnotations().Schema));
        return inputSchema.With(Host, Transformer.ColumnPairs, column =>
            new ItemShape(column.Kind, isKey ? NumberDataViewType.UInt32 : type, isKey, shapes));
    }
}

public sealed class ValueMappingEstimator<TKey, TValue> : ValueMappingEstimator
{
    internal ValueMappingEstimator(
        IHostEnvironment env, IEnumerable<KeyValuePair<TKey, TValue>> pairs, bool valuesAsKeys, params (string, string)[] columns)
        : base(env, ValueMap.Create([.. pairs], valuesAsKeys), columns) =>
        // The dictionary is a data view officially, with a host of its own; the seeds of later hosts depend on their number.
        env.Register("ArrayDataViewBuilder");
}
