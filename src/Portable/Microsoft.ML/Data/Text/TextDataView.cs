namespace Microsoft.ML.Data;

/// <summary>One column of a text file: its type and the fields it takes.</summary>
internal sealed record TextColumn(string Name, PrimitiveDataViewType ItemType, DataViewType Type, TextLoader.Range[] Source)
{
    /// <summary>The columns of text files with such a header, and their schema.</summary>
    public static (TextColumn[] Columns, DataViewSchema Schema) Bind(TextLoader.Options options, Dictionary<int, string> header)
    {
        var schema = new DataViewSchema.Builder();
        var columns = Array.ConvertAll(options.Columns!, Bind);
        foreach (var column in columns)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            if (column.Type is VectorDataViewType { IsKnownSize: true, Size: var size })
                column.AddSlotNames(annotations, size, header);
            schema.AddColumn(column.Name, column.Type, annotations.ToAnnotations());
        }
        return (columns, schema.ToSchema());
    }

    /// <summary>How many keys an unsigned integer can hold; key 0 is the missing one.</summary>
    public static ulong MaxKeyCount(Type raw) => ulong.MaxValue >> (64 - (8 * Marshal.SizeOf(raw)));

    private static TextColumn Bind(TextLoader.Column column)
    {
        var source = column.Source!;
        foreach (var range in source)
        {
            Contracts.CheckUserArg(range.Min is >= 0 and < int.MaxValue - 1, nameof(range.Min));
            Contracts.CheckUserArg(range.Max is null || (range.Min <= range.Max && range.Max < int.MaxValue - 1), nameof(range.Max));
        }
        Contracts.CheckUserArg(!string.IsNullOrWhiteSpace(column.Name), nameof(column.Name), "Name cannot be null or white space");
        var (name, itemType) = (column.Name.Trim(), column.DataKind.ToPrimitiveType());
        if (column.KeyCount is { } keys)
        {
            Contracts.CheckUserArg(KeyDataViewType.IsValidDataType(itemType.RawType), "Type", "Bad item type for Key");
            itemType = new KeyDataViewType(itemType.RawType, keys.Count ?? MaxKeyCount(itemType.RawType));
        }
        var ordered = source.OrderBy(r => r.Min).ToArray();
        Contracts.CheckUserArg(ordered.Zip(ordered.Skip(1)).All(pair => pair.First.Limit <= pair.Second.Min), nameof(column.Source),
            $"Intervals specified for column '{name}' overlap");
        var varies = ordered[^1].Limit == int.MaxValue; // behind it there is nothing
        var size = varies ? 0 : source.Sum(r => r.Limit - r.Min);
        var isVector = varies || size > 1 || source[0].ForceVector;
        return new(name, itemType, isVector ? new VectorDataViewType(itemType, size) : itemType, source);
    }

    // Sparse as ML.NET has it: where fewer than half of the slots have one.
    private void AddSlotNames(DataViewSchema.Annotations.Builder annotations, int size, Dictionary<int, string> header)
    {
        var names = new SortedDictionary<int, string>();
        var offset = 0;
        foreach (var range in Source)
        {
            foreach (var (position, name) in header.Where(h => h.Key >= range.Min && h.Key < range.Limit))
                names[offset + position - range.Min] = name;
            offset += range.Limit - range.Min;
        }
        if (names.Count == 0)
            return;
        VBuffer<ReadOnlyMemory<char>> buffer = names.Count >= size / 2
            ? new(size, [.. Enumerable.Range(0, size).Select(slot => names.GetValueOrDefault(slot).AsMemory())])
            : new(size, names.Count, [.. names.Values.Select(n => n.AsMemory())], [.. names.Keys]);
        annotations.AddSlotNames(size, buffer.CopyTo);
    }
}

/// <summary>The rows of text files, parsed anew by every cursor, and of each row only the columns that are asked for.</summary>
internal sealed class TextDataView(
    IHost host, IMultiStreamSource source, TextLoader.Options options, TextColumn[] columns, DataViewSchema schema) : IDataView
{
    public DataViewSchema Schema => schema;
    public bool CanShuffle => false;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var wanted = RowCursor.Active(columnsNeeded, Schema);
        var needed = columns.Where((_, i) => wanted[i]).ToArray();
        var lastField = needed.SelectMany(c => c.Source).Select(r => r.Limit - 1).DefaultIfEmpty().Max();
        var rows = new TextRows(source, options, Math.Min(lastField, int.MaxValue - 1), needed.Any(c => c.ItemType is TextDataViewType));
        ColumnReader?[] readers = [.. columns.Select((c, i) =>
            wanted[i] ? Utils.MarshalInvoke(MakeReader<int>, c.ItemType.RawType, rows, c) : null)];
        var (active, count) = (readers.OfType<ColumnReader>().ToArray(), 0L);
        return new RowCursor(Schema, readers.Select(r => r?.Getter), MoveNext, rows.Dispose);

        bool MoveNext()
        {
            if ((count & 0x3ff) == 0)
                host.CheckAlive();
            try
            {
                var more = count++ < (options.MaxRows ?? long.MaxValue) && rows.Read(options.HasHeader);
                foreach (var reader in more ? active : [])
                    reader.Read();
                if (!more)
                    rows.Dispose();
                return more;
            }
            catch (Exception e) when (options.UseThreads && e is InvalidOperationException or FormatException)
            {
                throw host.ExceptDecode(e, $"Parsing failed with an exception: {e.Message}");
            }
        }
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private ColumnReader MakeReader<T>(TextRows rows, TextColumn column)
    {
        var parse = (TextValueParser<T>)TextValueParser.Create(column.ItemType, options)!;
        var isVector = column.Type is VectorDataViewType;
        var isReal = typeof(T) == typeof(float) || typeof(T) == typeof(double);
        // Only of these a field that cannot be parsed becomes a missing value.
        var hasMissing = isReal || column.ItemType is KeyDataViewType;
        var addMissing = options.MissingRealsAsNaNs && isReal;
        // The present items, in order of their slots, and the number of all slots.
        var (values, slots, count, size) = (new T[4], new int[4], 0, 0);
        return new(isVector ? (ValueGetter<VBuffer<T>>)Get : (ValueGetter<T>)GetScalar, Read);

        void Read()
        {
            (count, size) = (0, 0);
            foreach (var range in column.Source)
            {
                var limit = range.Limit < int.MaxValue ? range.Limit : Math.Max(range.Min, rows.Width);
                var offset = size - range.Min;
                var i = rows.Find(range.Min);
                for (; i < rows.Count && rows.PositionAt(i) < limit; i++)
                {
                    var item = Add(offset + rows.PositionAt(i));
                    if (!parse(rows.FieldAt(i), out values[item]) && !hasMissing)
                    {
                        throw Contracts.Except($"Could not parse value {rows.FieldAt(i)} in " + (isVector
                            ? $"slot {slots[item]} of column {column.Name} in line {rows.LineNumber}"
                            : $"line {rows.LineNumber}, column {column.Name}"));
                    }
                }
                for (var position = Math.Max(range.Min, rows.Width); addMissing && i >= rows.Count && position < limit; position++)
                    parse(default, out values[Add(offset + position)]);
                size += limit - range.Min;
            }
        }

        int Add(int slot)
        {
            if (count == values.Length)
            {
                Array.Resize(ref values, 2 * count);
                Array.Resize(ref slots, 2 * count);
            }
            slots[count] = slot;
            return count++;
        }

        void GetScalar(ref T value) => value = count > 0 ? values[0] : default!;

        // Dense as soon as more than half of the slots are present.
        void Get(ref VBuffer<T> value)
        {
            var isDense = count > size / 2;
            var editor = VBufferEditor.Create(ref value, size, isDense ? size : count);
            if (!isDense || count == size)
            {
                values.AsSpan(0, count).CopyTo(editor.Values);
                slots.AsSpan(0, isDense ? 0 : count).CopyTo(editor.Indices);
            }
            else
            {
                editor.Values.Clear();
                for (var i = 0; i < count; i++)
                    editor.Values[slots[i]] = values[i];
            }
            value = editor.Commit();
        }
    }

    /// <summary>Parses a column of the rows' current row; the getter hands out what was parsed last.</summary>
    private sealed record ColumnReader(Delegate Getter, Action Read);
}
