namespace Microsoft.ML.Transforms;

/// <summary>Arrays of raw column values in model files.</summary>
internal static class ItemArrays
{
    public static void WriteItems<T>(this BinaryWriter writer, T[] items)
    {
        writer.Write(items.Length);
        foreach (var item in items)
            writer.WriteItem(item);
    }

    public static T[] ReadItems<T>(this BinaryReader reader)
    {
        var items = new T[reader.ReadCount()];
        for (var i = 0; i < items.Length; i++)
            items[i] = reader.ReadItem<T>();
        return items;
    }

    public static PrimitiveDataViewType ReadType(this BinaryReader reader)
    {
        var kind = (DataKind)reader.ReadByte();
        Contracts.CheckDecode(Enum.IsDefined(kind), "Corrupt model file: unknown type of values.");
        return kind.ToPrimitiveType();
    }
}

/// <summary>Equality and order of raw column values: of texts by content.</summary>
internal static class ValueComparer
{
    private static readonly TextComparer Text = new();

    public static IEqualityComparer<T> Equality<T>() =>
        typeof(T) == typeof(ReadOnlyMemory<char>) ? (IEqualityComparer<T>)(object)Text : EqualityComparer<T>.Default;

    public static IComparer<T> Order<T>() =>
        typeof(T) == typeof(ReadOnlyMemory<char>) ? (IComparer<T>)(object)Text : Comparer<T>.Default;

    private sealed class TextComparer : IEqualityComparer<ReadOnlyMemory<char>>, IComparer<ReadOnlyMemory<char>>
    {
        public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<char> obj) => string.GetHashCode(obj.Span);

        public int Compare(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceCompareTo(y.Span);
    }
}
