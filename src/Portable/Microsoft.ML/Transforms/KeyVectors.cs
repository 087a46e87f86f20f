using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms;

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
internal sealed class KeyVectors(IHost host, KeyVectorKind kind)
{
    public KeyVectorKind Kind => kind;

    public DataViewType MakeOutput(DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        var (slots, keyCount) = (Slots(source), KeyCount(source));
        var (keys, isVector) = (source.Type.GetValueCount(), source.Type is VectorDataViewType);
        int[] dimensions = kind == KeyVectorKind.Counts || keys == 1 ? [slots] : [keys, slots];
        var type = new VectorDataViewType(NumberDataViewType.Single, dimensions);
        if (type.IsKnownSize && ItemList.OfKeys(source)?.Items is ReadOnlyMemory<char>[] names)
        {
            if (kind == KeyVectorKind.Bits)
                names = [.. Enumerable.Range(0, slots).Select(i => $"Bit{slots - i - 1}".AsMemory())];
            if (isVector && kind != KeyVectorKind.Counts)
                names = SlotsTimes(source, names);
            annotations.Add(AnnotationUtils.Kinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, dimensions),
                (ref VBuffer<ReadOnlyMemory<char>> value) => value = new(names.Length, [.. names]));
        }
        if (kind == KeyVectorKind.Indicators && keys > 0)
        {
            // First and last slot of each key's indicators.
            var bounds = Enumerable.Range(0, keys).SelectMany(i => new[] { i * keyCount, ((i + 1) * keyCount) - 1 });
            annotations.Add(AnnotationUtils.Kinds.CategoricalSlotRanges, AnnotationUtils.GetCategoricalType(keys),
                (ref VBuffer<int> value) => value = new(2 * keys, [.. bounds]));
        }
        if (kind == KeyVectorKind.Indicators || !isVector)
            annotations.AddIsNormalized();
        return type;
    }

    public ItemShape Shape(SchemaShape.Column column)
    {
        var isVariable = column.Kind == VectorKind.VariableVector && kind != KeyVectorKind.Counts;
        var annotations = new List<SchemaShape.Column>();
        if (!isVariable && column.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values)
            && values.ItemType is TextDataViewType)
            annotations.Add(Shapes.SlotNames);
        if (!isVariable && kind == KeyVectorKind.Indicators)
            annotations.Add(Shapes.CategoricalSlotRanges);
        if (kind == KeyVectorKind.Indicators || column.Kind == VectorKind.Scalar)
            annotations.Add(Shapes.IsNormalized);
        return new ItemShape(isVariable ? VectorKind.VariableVector : VectorKind.Vector, NumberDataViewType.Single, false, annotations);
    }

    public Delegate MakeGetter(DataViewRow row, DataViewSchema.Column source)
    {
        var (slots, keyCount, isVector) = (Slots(source), (uint)KeyCount(source), source.Type is VectorDataViewType);
        var getKeys = isVector ? RowGetters.KeysAsUInt32(row, source) : SlotGetters.AsVector(RowGetters.KeyAsUInt32(row, source));
        var counts = kind == KeyVectorKind.Counts && isVector;
        var builder = new VectorBuilder<float>();
        VBuffer<uint> keys = default;
        return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            var additionCount = 0;
            getKeys(ref keys);
            if (kind == KeyVectorKind.Bits)
            {
                foreach (var (at, key) in keys.Items(all: true))
                {
                    for (var i = 0; i < slots; i++)
                        builder.Add((at * slots) + i, ((key - 1) >> (slots - 1 - i)) & 1);
                }
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
            builder.Finish(length, ref value, staysSparse: kind != KeyVectorKind.Bits && !counts, additionCount);
        });

        bool IsKey(uint key) => key - 1 < keyCount;
    }

    private int KeyCount(DataViewSchema.Column source)
    {
        var key = source.Type.GetItemType() as KeyDataViewType;
        host.CheckInput(key is { Count: > 0 and <= int.MaxValue }, source, "key type of known cardinality");
        return (int)key!.Count;
    }

    // The slots for each key. There is a bit more than the largest key needs: all of them set mean the missing key.
    private int Slots(DataViewSchema.Column source) =>
        kind == KeyVectorKind.Bits ? BitOperations.Log2((uint)KeyCount(source)) + 2 : KeyCount(source);

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
