namespace Microsoft.ML.Data;

/// <summary>
/// The fields from <paramref name="Min"/> up to, not including, <paramref name="Limit"/>; to the end of each line when it is int.MaxValue.
/// </summary>
internal readonly record struct TextSegment(int Min, int Limit, bool ForceVector)
{
    public bool IsVariable => Limit == int.MaxValue;
}

/// <summary>One column of a text file: its name, type and the fields it takes.</summary>
internal sealed class TextColumnBinding
{
    public TextColumnBinding(string name, PrimitiveDataViewType itemType, TextSegment[] segments)
    {
        Name = name;
        ItemType = itemType;
        Segments = segments;
        var ordered = segments.OrderBy(s => s.Min).ToArray();
        for (var i = 1; i < ordered.Length; i++)
        {
            if (ordered[i - 1].Limit > ordered[i].Min)
                throw Contracts.ExceptUserArg(nameof(TextLoader.Column.Source), $"Intervals specified for column '{Name}' overlap");
        }
        var variable = segments.Any(s => s.IsVariable);
        FixedSize = segments.Where(s => !s.IsVariable).Sum(s => s.Limit - s.Min);
        if (variable)
            Type = new VectorDataViewType(itemType);
        else if (FixedSize > 1 || segments[0].ForceVector)
            Type = new VectorDataViewType(itemType, FixedSize);
        else
            Type = itemType;
        IsReal = itemType.RawType == typeof(float) || itemType.RawType == typeof(double);
        HasMissingValue = IsReal || itemType is KeyDataViewType;
    }

    public string Name { get; }

    public PrimitiveDataViewType ItemType { get; }

    public TextSegment[] Segments { get; }

    public DataViewType Type { get; }

    /// <summary>How many slots the segments of known size have together.</summary>
    public int FixedSize { get; }

    public bool IsReal { get; }

    /// <summary>Whether a field that cannot be parsed becomes a missing value; otherwise it is an error.</summary>
    public bool HasMissingValue { get; }

    /// <summary>The last field that the column reads.</summary>
    public int LastField => Segments.Max(s => s.IsVariable ? int.MaxValue - 1 : s.Limit - 1);

    /// <summary>The slots' names as a header gives them, or null when the column has none.</summary>
    public VBuffer<ReadOnlyMemory<char>>? SlotNames(TextFieldSplitter header)
    {
        if (Type is not VectorDataViewType { IsKnownSize: true })
            return null;
        var names = new ReadOnlyMemory<char>[FixedSize];
        var any = false;
        var slot = 0;
        foreach (var segment in Segments)
        {
            for (var i = header.Find(segment.Min); i < header.Count && header.PositionAt(i) < segment.Limit; i++)
            {
                var name = header.FieldAt(i).Trim();
                any |= !name.IsEmpty;
                names[slot + header.PositionAt(i) - segment.Min] = name.ToString().AsMemory();
            }

            slot += segment.Limit - segment.Min;
        }

        return any ? new VBuffer<ReadOnlyMemory<char>>(FixedSize, names) : null;
    }
}
