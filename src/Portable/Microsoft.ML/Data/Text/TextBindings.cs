namespace Microsoft.ML.Data;

/// <summary>The fields from Min up to, not including, Limit; to the end of each row when that is int.MaxValue.</summary>
internal readonly record struct TextSegment(int Min, int Limit, bool ForceVector)
{
    public bool IsVariable => Limit == int.MaxValue;
}

/// <summary>One column of a text file: its name, type and the fields it takes.</summary>
internal sealed class TextColumn
{
    public TextColumn(TextLoader.Column column, TextSegment[] segments)
    {
        Contracts.CheckUserArg(!string.IsNullOrWhiteSpace(column.Name), nameof(column.Name), "Name cannot be null or white space");
        Name = column.Name.Trim();
        Segments = segments;
        ItemType = column.DataKind.ToPrimitiveType();
        var raw = ItemType.RawType;
        IsReal = raw == typeof(float) || raw == typeof(double);
        if (column.KeyCount is { } keys)
        {
            Contracts.CheckUserArg(KeyDataViewType.IsValidDataType(raw), "Type", "Bad item type for Key");
            ItemType = new KeyDataViewType(raw, keys.Count ?? TextBindings.MaxKeyCount(raw));
        }
        var ordered = segments.OrderBy(s => s.Min).ToArray();
        Contracts.CheckUserArg(ordered.Zip(ordered.Skip(1)).All(pair => pair.First.Limit <= pair.Second.Min), nameof(column.Source),
            $"Intervals specified for column '{Name}' overlap");
        var size = segments.Where(s => !s.IsVariable).Sum(s => s.Limit - s.Min);
        Type = segments.Any(s => s.IsVariable) ? new VectorDataViewType(ItemType)
            : size > 1 || segments[0].ForceVector ? new VectorDataViewType(ItemType, size)
            : ItemType;
    }

    public string Name { get; }
    public TextSegment[] Segments { get; }
    public PrimitiveDataViewType ItemType { get; }
    public DataViewType Type { get; }
    public bool IsReal { get; }
    /// <summary>Whether a field that cannot be parsed becomes a missing value; otherwise it is an error.</summary>
    public bool HasMissingValue => IsReal || ItemType is KeyDataViewType;
    public int LastField => Segments.Max(s => s.IsVariable ? int.MaxValue - 1 : s.Limit - 1);
}

/// <summary>The columns of a text file and the schema that they make with a header.</summary>
internal sealed class TextBindings
{
    public TextBindings(TextLoader.Options options, Dictionary<int, string> header)
    {
        var all = options.Columns!.SelectMany(c => c.Source!);
        Contracts.CheckUserArg(
            all.Count(r => r.AllOther) <= 1, nameof(TextLoader.Range.AllOther), "At most one all other range can be specified");
        var taken = all.Where(r => !r.AllOther).Select(ToSegment).OrderBy(s => s.Min).ToArray();
        Columns = Array.ConvertAll(
            options.Columns!, c => new TextColumn(c, [.. c.Source!.SelectMany(r => r.AllOther ? Gaps(r, taken) : [ToSegment(r)])]));
        var schema = new DataViewSchema.Builder();
        foreach (var column in Columns)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            if (column.Type is VectorDataViewType { IsKnownSize: true, Size: var size })
                AddSlotNames(annotations, column, size, header);
            schema.AddColumn(column.Name, column.Type, annotations.ToAnnotations());
        }
        Schema = schema.ToSchema();
    }

    public TextColumn[] Columns { get; }
    public DataViewSchema Schema { get; }

    /// <summary>Looks into the files for the header and for where ranges to the end of the row end; they get that as their Max.</summary>
    public static Dictionary<int, string> Measure(TextLoader.Options options, IMultiStreamSource sample)
    {
        foreach (var column in options.Columns!)
            Contracts.CheckUserArg(column.Source is { Length: > 0 }, nameof(column.Source), "Must specify some source column indices");
        var header = new Dictionary<int, string>();
        var widths = new SortedSet<int>();
        var isOpen = (TextLoader.Range r) => r is { AutoEnd: true, Max: null };
        var open = options.Columns.Any(c => c.Source!.Any(isOpen));
        if (!string.IsNullOrWhiteSpace(options.HeaderFile))
            Look(new MultiFileSource(options.HeaderFile), 2, isHeader: true);
        if ((open && options.InputSize == 0) || options.HasHeader)
            Look(sample, open ? 100 : 1, options.HasHeader);
        if (!open)
            return header;
        Contracts.CheckUserArg(options.InputSize > 0 || widths.Count > 0, nameof(TextLoader.Column.Source),
            "Can't determine the number of source columns without valid data");
        Contracts.CheckUserArg(options.InputSize > 0 || widths.Count == 1, nameof(TextLoader.Column.Source),
            "The size of input lines is not consistent");
        var size = options.InputSize > 0 ? options.InputSize.Value : widths.Min;
        options.Columns = Array.ConvertAll(options.Columns, c => new TextLoader.Column(c.Name!, c.DataKind, Array.ConvertAll(c.Source!, r =>
        {
            Contracts.CheckUserArg(
                !isOpen(r) || r.Min < size, nameof(r.Min), $"Column #{r.Min} not found in the dataset (it only has {size} columns)");
            return isOpen(r) ? new TextLoader.Range { Min = r.Min, Max = size - 1, ForceVector = true, AllOther = r.AllOther } : r;
        }), c.KeyCount));
        return header;

        void Look(IMultiStreamSource source, int count, bool isHeader)
        {
            using var rows = new TextRows(source, options, int.MaxValue - 1, keepText: false);
            for (var row = 0; row < count && rows.Read(skipHeaders: false); row++)
            {
                if (!rows.IsBlank)
                    widths.Add(rows.Width);
                for (var i = 0; i < rows.Count && row == 0 && isHeader; i++)
                    header[rows.PositionAt(i)] = rows.FieldAt(i).ToString().Trim();
            }
        }
    }

    /// <summary>How many keys an unsigned integer can hold; key 0 is the missing one.</summary>
    public static ulong MaxKeyCount(Type raw) => ulong.MaxValue >> (64 - (8 * Marshal.SizeOf(raw)));

    // Sparse as ML.NET has it: where fewer than half of the slots have one.
    private static void AddSlotNames(
        DataViewSchema.Annotations.Builder annotations, TextColumn column, int size, Dictionary<int, string> header)
    {
        var names = new SortedDictionary<int, string>();
        var offset = 0;
        foreach (var segment in column.Segments)
        {
            foreach (var (position, name) in header.Where(h => h.Key >= segment.Min && h.Key < segment.Limit))
                names[offset + position - segment.Min] = name;
            offset += segment.Limit - segment.Min;
        }
        if (names.Count == 0)
            return;
        VBuffer<ReadOnlyMemory<char>> buffer = names.Count >= size / 2
            ? new(size, [.. Enumerable.Range(0, size).Select(slot => names.GetValueOrDefault(slot).AsMemory())])
            : new(size, names.Count, [.. names.Values.Select(n => n.AsMemory())], [.. names.Keys]);
        annotations.AddSlotNames(size, buffer.CopyTo);
    }

    private static TextSegment ToSegment(TextLoader.Range range)
    {
        Contracts.CheckUserArg(range.Min is >= 0 and < int.MaxValue - 1, nameof(range.Min));
        Contracts.CheckUserArg(range.Max is null || (range.Min <= range.Max && range.Max < int.MaxValue - 1), nameof(range.Max));
        return range is { Max: null, VariableEnd: true } ? new(range.Min, int.MaxValue, true)
            : new(range.Min, (range.Max ?? range.Min) + 1, range.ForceVector);
    }

    // What those taken leave of a range that stands for all others.
    private static List<TextSegment> Gaps(TextLoader.Range range, TextSegment[] taken)
    {
        var whole = ToSegment(range);
        var gaps = new List<TextSegment>();
        var min = whole.Min;
        foreach (var segment in taken.Append(new TextSegment(whole.Limit, whole.Limit, false)).TakeWhile(_ => min < whole.Limit))
        {
            if (min < segment.Min)
                gaps.Add(new TextSegment(min, Math.Min(segment.Min, whole.Limit), true));
            min = Math.Max(min, segment.Limit);
        }
        Contracts.CheckUserArg(gaps.Count > 0, nameof(TextLoader.Range.AllOther), "No index is selected as all other indexes.");
        return gaps;
    }
}
