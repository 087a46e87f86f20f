using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Conformance.Data;

/// <summary>Annotations that give names to classes or slots.</summary>
internal static class Names
{
    public static DataViewSchema.Annotations Of(string kind, string[] names)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add<VBuffer<ReadOnlyMemory<char>>>(
            kind, new VectorDataViewType(TextDataViewType.Instance, names.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => value = new(names.Length, [.. names.Select(name => name.AsMemory())]));
        return annotations.ToAnnotations();
    }
}
