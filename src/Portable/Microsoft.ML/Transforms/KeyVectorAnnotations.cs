using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Slot names of vectors that stand for keys.</summary>
internal static class KeyVectorAnnotations
{
    /// <summary>The texts that a column's keys stand for, or null when there are none.</summary>
    public static ReadOnlyMemory<char>[]? KeyTexts(DataViewSchema.Column column)
    {
        if (!column.HasKeyValues())
            return null;
        VBuffer<ReadOnlyMemory<char>> texts = default;
        column.GetKeyValues(ref texts);
        return [.. texts.DenseValues()];
    }

    /// <summary>For each slot of the source, by name or [number], one name a part: <c>slot.part</c>.</summary>
    public static ReadOnlyMemory<char>[] SlotsTimes(DataViewSchema.Column source, ReadOnlyMemory<char>[] parts)
    {
        var size = source.Type.GetVectorSize();
        VBuffer<ReadOnlyMemory<char>> slots = default;
        if (source.HasSlotNames(size))
            source.GetSlotNames(ref slots);
        var names = new List<ReadOnlyMemory<char>>(size * parts.Length);
        for (var i = 0; i < size; i++)
        {
            var slot = slots.Length == 0 ? default : slots.GetItemOrDefault(i);
            var prefix = slot.IsEmpty ? $"[{i}]" : slot.ToString();
            foreach (var part in parts)
                names.Add($"{prefix}.{part}".AsMemory());
        }

        return [.. names];
    }

    public static void AddNames(
        this DataViewSchema.Annotations.Builder builder, VectorDataViewType type, Func<ReadOnlyMemory<char>[]> names) =>
        builder.Add(
            AnnotationUtils.Kinds.SlotNames,
            new VectorDataViewType(TextDataViewType.Instance, type.Dimensions),
            (ref VBuffer<ReadOnlyMemory<char>> value) => value = new VBuffer<ReadOnlyMemory<char>>(type.Size, names()));
}
