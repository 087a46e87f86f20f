namespace Microsoft.ML.Data;

/// <summary>All columns of a text file and the schema they make.</summary>
internal sealed class TextBindings
{
    private TextBindings(TextColumnBinding[] columns, VBuffer<ReadOnlyMemory<char>>?[] slotNames)
    {
        Columns = columns;
        SlotNames = slotNames;
        var schema = new DataViewSchema.Builder();
        for (var i = 0; i < columns.Length; i++)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            if (slotNames[i] is { } names)
            {
                annotations.AddSlotNames(
                    names.Length, (ref VBuffer<ReadOnlyMemory<char>> value) => names.CopyTo(ref value));
            }

            schema.AddColumn(columns[i].Name, columns[i].Type, annotations.ToAnnotations());
        }

        Schema = schema.ToSchema();
    }

    public TextColumnBinding[] Columns { get; }

    public DataViewSchema Schema { get; }

    private VBuffer<ReadOnlyMemory<char>>?[] SlotNames { get; }

    public static TextBindings Create(TextLoader.Options options, TextFormat format, IMultiStreamSource sample)
    {
        var columns = options.Columns is { Length: > 0 } given ? given : DefaultColumns();
        foreach (var column in columns)
        {
            if (column.Source is not { Length: > 0 })
                throw Contracts.ExceptUserArg(nameof(column.Source), "Must specify some source column indices");
        }

        var openEnded = columns.Any(c => c.Source!.Any(r => r.AutoEnd && r.Max == null));
        var inputSize = format.InputSize > 0 || !openEnded ? format.InputSize : MeasureInput(format, sample);
        var bindings = new TextColumnBinding?[columns.Length];
        var taken = new List<TextSegment>();
        for (var i = 0; i < columns.Length; i++)
        {
            var segments = columns[i].Source!.Where(r => !r.AllOther).Select(r => ToSegment(r, inputSize)).ToArray();
            taken.AddRange(segments);
            if (segments.Length == columns[i].Source!.Length)
                bindings[i] = Bind(columns[i], segments);
        }

        var others = Enumerable.Range(0, columns.Length).Where(i => bindings[i] == null).ToArray();
        Contracts.CheckUserArg(others.Length <= 1, nameof(TextLoader.Range.AllOther), "At most one all other range can be specified");
        foreach (var i in others)
            bindings[i] = Bind(columns[i], ResolveAllOther(columns[i], taken, inputSize));
        return new TextBindings(bindings!, ReadSlotNames(options, format, sample, bindings!));
    }

    public static TextBindings Load(ModelLoadContext ctx)
    {
        var columns = new TextColumnBinding[ctx.Reader.ReadInt32()];
        var names = new VBuffer<ReadOnlyMemory<char>>?[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var name = ctx.LoadNonEmptyString();
            var kind = (DataKind)ctx.Reader.ReadByte();
            KeyCount? keyCount = null;
            if (ctx.Reader.ReadByte() != 0)
                keyCount = new KeyCount(ctx.Reader.ReadUInt64());
            var segments = new TextSegment[ctx.Reader.ReadInt32()];
            for (var s = 0; s < segments.Length; s++)
                segments[s] = new TextSegment(ctx.Reader.ReadInt32(), ctx.Reader.ReadInt32(), ctx.Reader.ReadByte() != 0);
            columns[i] = new TextColumnBinding(name, ItemType(kind, keyCount), segments);
            var slots = ctx.Reader.ReadInt32();
            if (slots > 0)
            {
                var slotNames = new ReadOnlyMemory<char>[slots];
                for (var s = 0; s < slots; s++)
                    slotNames[s] = ctx.LoadString().AsMemory();
                names[i] = new VBuffer<ReadOnlyMemory<char>>(slots, slotNames);
            }
        }

        return new TextBindings(columns, names);
    }

    public void Save(ModelSaveContext ctx)
    {
        ctx.Writer.Write(Columns.Length);
        for (var i = 0; i < Columns.Length; i++)
        {
            var column = Columns[i];
            ctx.SaveNonEmptyString(column.Name);
            ctx.Writer.Write((byte)column.ItemType.GetRawDataKind());
            var key = column.ItemType as KeyDataViewType;
            ctx.Writer.Write((byte)(key != null ? 1 : 0));
            if (key != null)
                ctx.Writer.Write(key.Count);
            ctx.Writer.Write(column.Segments.Length);
            foreach (var segment in column.Segments)
            {
                ctx.Writer.Write(segment.Min);
                ctx.Writer.Write(segment.Limit);
                ctx.Writer.Write((byte)(segment.ForceVector ? 1 : 0));
            }

            ctx.Writer.Write(SlotNames[i]?.Length ?? 0);
            foreach (var slot in SlotNames[i]?.DenseValues() ?? [])
                ctx.SaveString(slot.ToString());
        }
    }

    private static TextLoader.Column[] DefaultColumns() =>
    [
        new("Label", DataKind.Single, 0),
        new("Features", DataKind.Single, [new TextLoader.Range(1, null)]),
    ];

    private static TextColumnBinding Bind(TextLoader.Column column, TextSegment[] segments)
    {
        if (string.IsNullOrWhiteSpace(column.Name))
            throw Contracts.ExceptParam(nameof(column.Name), "A column must have a name");
        return new TextColumnBinding(column.Name.Trim(), ItemType(column.DataKind, column.KeyCount), segments);
    }

    private static TextSegment ToSegment(TextLoader.Range range, int inputSize)
    {
        Contracts.CheckUserArg(range.Min is >= 0 and < int.MaxValue - 1, nameof(range.Min), "Must be a field index");
        if (range.Max is { } max)
        {
            Contracts.CheckUserArg(range.Min <= max && max < int.MaxValue - 1, nameof(range.Max), "Must be a field index, not below Min");
            return new TextSegment(range.Min, max + 1, range.ForceVector);
        }

        if (range.AutoEnd)
        {
            if (range.Min >= inputSize)
            {
                throw Contracts.ExceptUserArg(
                    nameof(range.Min), $"Column #{range.Min} not found in the dataset (it only has {inputSize} columns)");
            }

            return new TextSegment(range.Min, inputSize, true);
        }

        return range.VariableEnd
            ? new TextSegment(range.Min, int.MaxValue, true)
            : new TextSegment(range.Min, range.Min + 1, range.ForceVector);
    }

    // The gaps between all taken fields, within the range that asks for them.
    private static TextSegment[] ResolveAllOther(TextLoader.Column column, List<TextSegment> taken, int inputSize)
    {
        var result = new List<TextSegment>();
        foreach (var range in column.Source!)
        {
            if (!range.AllOther)
            {
                result.Add(ToSegment(range, inputSize));
                continue;
            }

            var whole = ToSegment(range, inputSize);
            var min = whole.Min;
            foreach (var segment in taken.OrderBy(s => s.Min))
            {
                if (min >= whole.Limit)
                    break;
                if (min < segment.Min)
                    result.Add(new TextSegment(min, Math.Min(segment.Min, whole.Limit), true));
                min = Math.Max(min, segment.Limit);
            }

            if (min < whole.Limit)
                result.Add(new TextSegment(min, whole.Limit, true));
        }

        Contracts.CheckUserArg(result.Count > 0, nameof(TextLoader.Range.AllOther), "No index is selected as all other indexes.");
        return [.. result];
    }

    private static int MeasureInput(TextFormat format, IMultiStreamSource sample)
    {
        var splitter = new TextFieldSplitter(format, int.MaxValue - 1);
        var sizes = FirstLines(sample, format, 100).Select(line => splitter.Split(format.Prepare(line))).ToArray();
        if (sizes.Length == 0)
        {
            throw Contracts.ExceptUserArg(
                nameof(TextLoader.Column.Source), "Can't determine the number of source columns without valid data");
        }

        if (sizes.Min() < sizes.Max())
            throw Contracts.ExceptUserArg(nameof(TextLoader.Column.Source), "The size of input lines is not consistent");
        return sizes[0];
    }

    private static VBuffer<ReadOnlyMemory<char>>?[] ReadSlotNames(
        TextLoader.Options options, TextFormat format, IMultiStreamSource sample, TextColumnBinding[] columns)
    {
        var names = new VBuffer<ReadOnlyMemory<char>>?[columns.Length];
        var source = string.IsNullOrWhiteSpace(options.HeaderFile) ? sample : new MultiFileSource(options.HeaderFile);
        if ((format.HasHeader || source != sample) && FirstLines(source, format, 1).FirstOrDefault() is { } header)
        {
            var splitter = new TextFieldSplitter(format, int.MaxValue - 1);
            splitter.Split(format.Prepare(header));
            for (var i = 0; i < columns.Length; i++)
                names[i] = columns[i].SlotNames(splitter);
        }

        return names;
    }

    private static IEnumerable<string> FirstLines(IMultiStreamSource source, TextFormat format, int count)
    {
        using var reader = new TextLineReader(source, format, skipHeader: false);
        for (var i = 0; i < count && reader.Read() is { } line; i++)
            yield return line;
    }

    private static PrimitiveDataViewType ItemType(DataKind kind, KeyCount? keyCount)
    {
        if (keyCount != null)
            return TextItemTypes.Key(kind, keyCount);
        return kind.ToPrimitiveType();
    }
}
