using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms;

/// <summary>What the two ways of making vectors of keys share.</summary>
internal static class KeyVectors
{
    public static int KeyCount(IHost host, DataViewSchema.Column source) =>
        source.Type.GetItemType() is KeyDataViewType { Count: > 0 and <= int.MaxValue } key
            ? (int)key.Count
            : throw host.ExceptSchemaMismatch(
                "inputSchema", "input", source.Name, "key type of known cardinality", source.Type.ToString()!);

    /// <summary>A getter of a row's keys, of a scalar one.</summary>
    public static ValueGetter<VBuffer<uint>> Keys(DataViewRow row, DataViewSchema.Column source) => source.Type is VectorDataViewType
        ? RowGetters.KeysAsUInt32(row, source)
        : SlotGetters.AsVector(RowGetters.KeyAsUInt32(row, source));

    /// <summary>The type of a vector of so many slots for each key, or for all where they are joined.</summary>
    public static VectorDataViewType MakeType(DataViewSchema.Column source, int slots, bool joined)
    {
        var keys = source.Type.GetValueCount();
        return joined || keys == 1 ? new(NumberDataViewType.Single, slots) : new(NumberDataViewType.Single, keys, slots);
    }

    /// <summary>The texts that a column's keys stand for.</summary>
    public static ReadOnlyMemory<char>[] KeyTexts(DataViewSchema.Column source)
    {
        VBuffer<ReadOnlyMemory<char>> texts = default;
        source.GetKeyValues(ref texts);
        return [.. texts.DenseValues()];
    }

    /// <summary>
    /// Names the slots where the keys stand for texts: as they are told, behind the name of the key's own slot where there are several.
    /// </summary>
    public static void AddNames(
        DataViewSchema.Annotations.Builder annotations,
        DataViewSchema.Column source,
        VectorDataViewType type,
        bool joined,
        Func<ReadOnlyMemory<char>[]> names)
    {
        if (!source.HasKeyValues() || !type.IsKnownSize)
            return;
        annotations.Add(
            AnnotationUtils.Kinds.SlotNames,
            new VectorDataViewType(TextDataViewType.Instance, type.Dimensions),
            (ref VBuffer<ReadOnlyMemory<char>> value) => value = new VBuffer<ReadOnlyMemory<char>>(
                type.Size, joined || source.Type is not VectorDataViewType ? names() : SlotsTimes(source, names())));
    }

    public static ItemShape Shape(IHost host, SchemaShape.Column column, bool joined, params IEnumerable<SchemaShape.Column> others)
    {
        Shapes.CheckKey(host, column);
        var isVariable = column.Kind == VectorKind.VariableVector && !joined;
        var isNamed = column.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values)
            && values.ItemType is TextDataViewType && !isVariable;
        return new ItemShape(
            isVariable ? VectorKind.VariableVector : VectorKind.Vector,
            NumberDataViewType.Single,
            false,
            isNamed ? others.Prepend(Shapes.SlotNames) : others);
    }

    private static ReadOnlyMemory<char>[] SlotsTimes(DataViewSchema.Column source, ReadOnlyMemory<char>[] names)
    {
        var size = source.Type.GetVectorSize();
        VBuffer<ReadOnlyMemory<char>> slots = default;
        if (source.HasSlotNames(size))
            source.GetSlotNames(ref slots);
        var result = new List<ReadOnlyMemory<char>>(size * names.Length);
        for (var i = 0; i < size; i++)
        {
            var slot = slots.Length == 0 ? default : slots.GetItemOrDefault(i);
            var prefix = slot.IsEmpty ? $"[{i}]" : slot.ToString();
            result.AddRange(names.Select(name => $"{prefix}.{name}".AsMemory()));
        }
        return [.. result];
    }
}
