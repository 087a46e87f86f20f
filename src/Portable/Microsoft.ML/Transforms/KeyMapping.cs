using static Microsoft.ML.SchemaShape.Column;
using Kinds = Microsoft.ML.Data.AnnotationUtils.Kinds;

[assembly: LoadableClass(typeof(KeyToValueMappingTransformer), null, typeof(SignatureLoadModel), "KeyToValueTransform")]
[assembly: LoadableClass(typeof(KeyToVectorMappingTransformer), null, typeof(SignatureLoadModel), "KeyToVectorTransform")]
[assembly: LoadableClass(typeof(KeyToBinaryVectorMappingTransformer), null, typeof(SignatureLoadModel), "KeyToBinaryTransform")]

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal KeyToValueMappingTransformer(IHostEnvironment env, params (string, string)[] columns) : base(env, columns) { }
    internal KeyToValueMappingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env, ctx) { }

    private protected override VersionInfo Version => TransformVersions.First("KEY2VALT", "KeyToValueTransform");

    private protected override DataViewType MakeOutput(int output, DataViewSchema.Column source, AnnotationsBuilder annotations)
    {
        var values = source.Annotations.Schema.GetColumnOrNull(Kinds.KeyValues);
        Host.Check(values != null, "Metadata KeyValues does not exist");
        var list = ItemList.OfKeys(source);
        Host.Check(list != null, "KeyValues metadata size does not match column type key count");
        annotations.Keep(source, Kinds.SlotNames);
        if (list.Type is KeyDataViewType)
            annotations.Add(values.Value.Annotations, name => name == Kinds.KeyValues);
        return source.Type.WithItemType(list.Type);
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source)
    {
        var list = ItemList.OfKeys(source)!;
        return Utils.MarshalInvoke(Make<int>, list.Type.RawType);

        Delegate Make<T>()
        {
            var values = (T[])list.Items;
            var missing = values switch { float[] => (T)(object)float.NaN, double[] => (T)(object)double.NaN, _ => default! };
            T Map(uint key, int slot) => key - 1 < (uint)values.Length ? values[key - 1] : missing;
            return source.Type is VectorDataViewType
                ? SlotGetters.Map<uint, T>(RowGetters.KeysAsUInt32(row, source), Map)
                : SlotGetters.Map<uint, T>(RowGetters.KeyAsUInt32(row, source), Map);
        }
    }
}

public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator(IHostEnvironment env, params (string, string)[] columns)
        : base(env, new KeyToValueMappingTransformer(env, columns)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(Host, Transformer.ColumnPairs, column =>
    {
        Host.CheckInput(column.IsKey, column, "KeyType");
        return column.Annotations.TryFindColumn(Kinds.KeyValues, out var values)
            ? new ItemShape(column.Kind, values.ItemType, values.IsKey, Shapes.Only(column, Kinds.SlotNames))
            : throw Host.ExceptParam(nameof(inputSchema), $"Input column '{column.Name}' doesn't contain key values metadata");
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
    private protected override DataViewType MakeOutput(int output, DataViewSchema.Column source, AnnotationsBuilder annotations) =>
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
    internal KeyToBinaryVectorMappingTransformer(IHostEnvironment env, params (string, string)[] columns) : base(env, columns) { }
    internal KeyToBinaryVectorMappingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env, ctx) { }

    internal KeyVectors Vectors => new(Host, KeyVectorKind.Bits);
    private protected override VersionInfo Version => TransformVersions.First("KEY2BIPT", "KeyToBinaryTransform");
    private protected override DataViewType MakeOutput(int output, DataViewSchema.Column source, AnnotationsBuilder annotations) =>
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

internal enum KeyVectorKind
{
    /// <summary>A vector with a one in the key's slot, for each key.</summary>
    Indicators,

    /// <summary>How often each key occurs among the keys of a row.</summary>
    Counts,

    /// <summary>The binary digits of each key.</summary>
    Bits,
}

/// <summary>The ways of making vectors of keys.</summary>
internal sealed record KeyVectors(IHost Host, KeyVectorKind Kind)
{
    public DataViewType MakeOutput(DataViewSchema.Column source, AnnotationsBuilder annotations)
    {
        var (slots, keyCount) = (Slots(source), KeyCount(source));
        var (keys, isVector) = (source.Type.GetValueCount(), source.Type is VectorDataViewType);
        int[] dimensions = Kind == KeyVectorKind.Counts || keys == 1 ? [slots] : [keys, slots];
        var type = new VectorDataViewType(NumberDataViewType.Single, dimensions);
        if (type.IsKnownSize && ItemList.OfKeys(source)?.Items is ReadOnlyMemory<char>[] names)
        {
            if (Kind == KeyVectorKind.Bits)
                names = [.. Enumerable.Range(0, slots).Select(i => $"Bit{slots - i - 1}".AsMemory())];
            if (isVector && Kind != KeyVectorKind.Counts)
                names = SlotsTimes(source, names);
            annotations.Add(Kinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, dimensions),
                (ref VBuffer<ReadOnlyMemory<char>> value) => value = new(names.Length, [.. names]));
        }
        if (Kind == KeyVectorKind.Indicators && keys > 0)
        {
            // First and last slot of each key's indicators.
            var bounds = Enumerable.Range(0, keys).SelectMany(i => new[] { i * keyCount, ((i + 1) * keyCount) - 1 });
            annotations.Add(Kinds.CategoricalSlotRanges, AnnotationUtils.GetCategoricalType(keys),
                (ref VBuffer<int> value) => value = new(2 * keys, [.. bounds]));
        }
        if (Kind == KeyVectorKind.Indicators || !isVector)
            annotations.AddIsNormalized();
        return type;
    }

    public ItemShape Shape(SchemaShape.Column column)
    {
        var isVariable = column.Kind == VectorKind.VariableVector && Kind != KeyVectorKind.Counts;
        var annotations = new List<SchemaShape.Column>();
        if (!isVariable && column.Annotations.TryFindColumn(Kinds.KeyValues, out var values) && values.ItemType is TextDataViewType)
            annotations.Add(Shapes.SlotNames);
        if (!isVariable && Kind == KeyVectorKind.Indicators)
            annotations.Add(Shapes.CategoricalSlotRanges);
        if (Kind == KeyVectorKind.Indicators || column.Kind == VectorKind.Scalar)
            annotations.Add(Shapes.IsNormalized);
        return new ItemShape(isVariable ? VectorKind.VariableVector : VectorKind.Vector, NumberDataViewType.Single, false, annotations);
    }

    public Delegate MakeGetter(DataViewRow row, DataViewSchema.Column source)
    {
        var (slots, keyCount, isVector) = (Slots(source), (uint)KeyCount(source), source.Type is VectorDataViewType);
        var getKeys = isVector ? RowGetters.KeysAsUInt32(row, source) : SlotGetters.AsVector(RowGetters.KeyAsUInt32(row, source));
        var counts = Kind == KeyVectorKind.Counts && isVector;
        var builder = new VectorBuilder<float>();
        VBuffer<uint> keys = default;
        return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            var additionCount = 0;
            getKeys(ref keys);
            if (Kind == KeyVectorKind.Bits)
            {
                foreach (var (at, key) in keys.Items(all: true))
                    for (var i = 0; i < slots; i++)
                        builder.Add((at * slots) + i, ((key - 1) >> (slots - 1 - i)) & 1);
            }
            else if (counts)
            {
                foreach (var (key, count) in keys.Items().CountBy(item => item.Value).Where(g => IsKey(g.Key)).OrderBy(g => g.Key))
                {
                    builder.Add((int)key - 1, count);
                    additionCount += count;
                }
            }
            else
            {
                foreach (var (at, key) in keys.Items().Where(item => IsKey(item.Value)))
                    builder.Add((at * slots) + (int)key - 1, 1);
            }
            var length = counts ? slots : checked(slots * keys.Length);
            builder.Finish(length, ref value, staysSparse: Kind != KeyVectorKind.Bits && !counts, additionCount);
        });

        bool IsKey(uint key) => key - 1 < keyCount;
    }

    private int KeyCount(DataViewSchema.Column source)
    {
        var key = source.Type.GetItemType() as KeyDataViewType;
        Host.CheckInput(key is { Count: > 0 and <= int.MaxValue }, source, "key type of known cardinality");
        return (int)key!.Count;
    }

    // The slots for each key. There is a bit more than the largest key needs: all of them set mean the missing key.
    private int Slots(DataViewSchema.Column source) =>
        Kind == KeyVectorKind.Bits ? BitOperations.Log2((uint)KeyCount(source)) + 2 : KeyCount(source);

    // The names behind that of each of the keys' own slots.
    private static ReadOnlyMemory<char>[] SlotsTimes(DataViewSchema.Column source, ReadOnlyMemory<char>[] names)
    {
        VBuffer<ReadOnlyMemory<char>> slots = new(source.Type.GetVectorSize(), 0, [], []);
        if (source.HasSlotNames())
            source.GetSlotNames(ref slots);
        return [.. slots.Items(all: true).SelectMany(slot =>
            names.Select(name => $"{(slot.Value.IsEmpty ? $"[{slot.Key}]" : slot.Value)}.{name}".AsMemory()))];
    }
}
