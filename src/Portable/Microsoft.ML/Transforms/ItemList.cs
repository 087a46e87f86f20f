namespace Microsoft.ML.Transforms;

/// <summary>Raw values of one column type: what keys stand for, the sides of a dictionary, what was learned.</summary>
internal sealed record ItemList(PrimitiveDataViewType Type, Array Items)
{
    public static ItemList Of<T>(IEnumerable<T> items) =>
        items is IEnumerable<string> texts ? new(TextDataViewType.Instance, texts.Select(t => t.AsMemory()).ToArray())
        : ColumnTypeExtensions.TryPrimitiveTypeFromType(typeof(T), out var type) ? new(type, items.ToArray())
        : throw Contracts.Except($"Unsupported type {typeof(T)} used in mapping.");

    /// <summary>What the keys of a column stand for, one value for each key; null where it has no such annotation.</summary>
    public static ItemList? OfKeys(DataViewSchema.Column column)
    {
        return column.Type.GetItemType() is KeyDataViewType key
            && column.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type is VectorDataViewType type
            && (ulong)type.Size == key.Count ? new(type.ItemType, Utils.MarshalInvoke(KeyValues<int>, type.ItemType.RawType)) : null;

        Array KeyValues<T>()
        {
            VBuffer<T> values = default;
            column.GetKeyValues(ref values);
            return values.DenseValues().ToArray();
        }
    }

    public static ItemList Load(BinaryReader reader)
    {
        var type = reader.ReadType();
        return new(type, Utils.MarshalInvoke(Read<int>, type.RawType));
        Array Read<T>() => reader.ReadItems<T>();
    }

    public void Save(BinaryWriter writer)
    {
        writer.WriteType(Type);
        Utils.MarshalInvoke(Write<int>, Type.RawType);
        bool Write<T>()
        {
            writer.WriteItems((T[])Items);
            return true;
        }
    }

    public IEnumerable<string> Texts() => Items.Cast<object>().Select(item => item switch
    {
        bool flag => flag ? "1" : "0",
        float.NaN or double.NaN => "?",
        double real => real.ToString("G17", CultureInfo.InvariantCulture),
        DateTime or DateTimeOffset => ((IFormattable)item).ToString("o", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => item.ToString()!,
    });

    public void AddKeyValues(AnnotationsBuilder builder, bool asText = false)
    {
        if (asText && Type is not TextDataViewType)
            Of(Texts()).AddKeyValues(builder);
        else if (Items.Length > 0)
            Utils.MarshalActionInvoke(AddKeyValues<int>, Type.RawType, builder, Type, Items);
    }

    private static void AddKeyValues<T>(AnnotationsBuilder builder, PrimitiveDataViewType type, Array items) =>
        builder.AddKeyValues(items.Length, type, (ref VBuffer<T> value) => value = new(items.Length, (T[])items.Clone()));
}

/// <summary>Equality and order of raw column values: of texts by content.</summary>
internal sealed class ValueComparer : IEqualityComparer<ReadOnlyMemory<char>>, IComparer<ReadOnlyMemory<char>>
{
    private static readonly ValueComparer OfTexts = new();
    public static IEqualityComparer<T> Equality<T>() => OfTexts as IEqualityComparer<T> ?? EqualityComparer<T>.Default;
    public static IComparer<T> Order<T>() => OfTexts as IComparer<T> ?? Comparer<T>.Default;
    public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);
    public int GetHashCode(ReadOnlyMemory<char> obj) => string.GetHashCode(obj.Span);
    public int Compare(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceCompareTo(y.Span);
}
