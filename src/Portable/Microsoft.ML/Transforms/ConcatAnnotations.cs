namespace Microsoft.ML.Data;

/// <summary>What the annotations of several columns say of their concatenation.</summary>
internal static class ConcatAnnotations
{
    public static DataViewSchema.Annotations Create(DataViewSchema.Column[] sources, DataViewType itemType, int size)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (itemType is NumberDataViewType && sources.All(s => s.IsNormalized()))
            builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
        if (size == 0)
            return builder.ToAnnotations();
        if (sources.Any(s => s.Type is not VectorDataViewType vector || s.HasSlotNames(vector.Size)))
            builder.AddSlotNames(size, (ref VBuffer<ReadOnlyMemory<char>> names) => names = JoinSlotNames(sources, size));
        var ranges = JoinCategoricalRanges(sources);
        if (ranges.Length > 0)
        {
            builder.Add(
                AnnotationUtils.Kinds.CategoricalSlotRanges,
                AnnotationUtils.GetCategoricalType(ranges.Length / 2),
                (ref VBuffer<int> value) => value = new VBuffer<int>(ranges.Length, (int[])ranges.Clone()));
        }
        return builder.ToAnnotations();
    }

    // A scalar gives its column's name; a slot of a vector gives column.slot, if the slot has a name.
    private static VBuffer<ReadOnlyMemory<char>> JoinSlotNames(DataViewSchema.Column[] sources, int size)
    {
        var names = new ReadOnlyMemory<char>[size];
        var offset = 0;
        foreach (var source in sources)
        {
            if (source.Type is not VectorDataViewType vector)
            {
                names[offset++] = source.Name.AsMemory();
                continue;
            }
            if (source.HasSlotNames(vector.Size))
            {
                VBuffer<ReadOnlyMemory<char>> slots = default;
                source.GetSlotNames(ref slots);
                foreach (var slot in slots.Items())
                {
                    if (!slot.Value.IsEmpty)
                        names[offset + slot.Key] = $"{source.Name}.{slot.Value}".AsMemory();
                }
            }
            offset += vector.Size;
        }
        return new VBuffer<ReadOnlyMemory<char>>(size, names);
    }

    private static int[] JoinCategoricalRanges(DataViewSchema.Column[] sources)
    {
        var ranges = new List<int>();
        var offset = 0;
        foreach (var source in sources)
        {
            var kind = source.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.CategoricalSlotRanges);
            if (kind is { Type: VectorDataViewType { ItemType.RawType: var raw } } && raw == typeof(int))
            {
                VBuffer<int> own = default;
                source.Annotations.GetValue(AnnotationUtils.Kinds.CategoricalSlotRanges, ref own);
                foreach (var bound in own.DenseValues())
                    ranges.Add(bound + offset);
            }
            offset += source.Type.GetValueCount();
        }
        return [.. ranges];
    }
}
