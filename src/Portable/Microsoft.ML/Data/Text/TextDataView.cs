namespace Microsoft.ML.Data;

/// <summary>The rows of text files, parsed anew by every cursor, and of each row only the columns that are asked for.</summary>
internal sealed class TextDataView(IHost host, IMultiStreamSource source, TextLoader.Options options, TextBindings bindings) : IDataView
{
    public DataViewSchema Schema => bindings.Schema;
    public bool CanShuffle => false;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = ColumnSelection.ToActive(columnsNeeded, Schema);
        var needed = bindings.Columns.Where((_, i) => active[i]).ToArray();
        var rows = new TextRows(
            source, options, needed.Select(c => c.LastField).DefaultIfEmpty().Max(), needed.Any(c => c.ItemType is TextDataViewType));
        return new Cursor(host, Schema, rows, options, Array.ConvertAll(bindings.Columns, c => needed.Contains(c)
            ? Utils.MarshalInvoke(MakeReader<int>, c.ItemType.RawType, rows, c)
            : null));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private ColumnReader MakeReader<T>(TextRows rows, TextColumn column)
    {
        var parse = (TextValueParser<T>)TextValueParser.Create(column.ItemType, options)!;
        var isVector = column.Type is VectorDataViewType;
        var addMissing = options.MissingRealsAsNaNs && column.IsReal;
        // The present items, in order of their slots, and the number of all slots.
        var (values, slots, count, size) = (new T[4], new int[4], 0, 0);
        return new(isVector ? (ValueGetter<VBuffer<T>>)Get : (ValueGetter<T>)GetScalar, Read);

        void Read()
        {
            (count, size) = (0, 0);
            foreach (var segment in column.Segments)
            {
                var limit = segment.IsVariable ? Math.Max(segment.Min, rows.Width) : segment.Limit;
                var offset = size - segment.Min;
                var i = rows.Find(segment.Min);
                for (; i < rows.Count && rows.PositionAt(i) < limit; i++)
                {
                    var item = Add(offset + rows.PositionAt(i));
                    if (!parse(rows.FieldAt(i), out values[item]) && !column.HasMissingValue)
                    {
                        throw Contracts.Except($"Could not parse value {rows.FieldAt(i)} in " + (isVector
                            ? $"slot {slots[item]} of column {column.Name} in line {rows.LineNumber}"
                            : $"line {rows.LineNumber}, column {column.Name}"));
                    }
                }
                for (var position = Math.Max(segment.Min, rows.Width); addMissing && i >= rows.Count && position < limit; position++)
                    parse(default, out values[Add(offset + position)]);
                size += limit - segment.Min;
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
                if (!isDense)
                    slots.AsSpan(0, count).CopyTo(editor.Indices);
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

    private sealed class Cursor(IHost host, DataViewSchema schema, TextRows rows, TextLoader.Options options, ColumnReader?[] readers)
        : RootCursorBase
    {
        private readonly ColumnReader[] _active = [.. readers.OfType<ColumnReader>()];
        private long _count;

        public override DataViewSchema Schema => schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => readers[column.Index] != null;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            ColumnSelection.Cast<TValue>(readers[column.Index]?.Getter, column);

        protected override bool MoveNextCore()
        {
            if ((_count & 0x3ff) == 0)
                host.CheckAlive();
            try
            {
                if (_count++ >= (options.MaxRows ?? long.MaxValue) || !rows.Read(options.HasHeader))
                {
                    rows.Dispose();
                    return false;
                }
                foreach (var reader in _active)
                    reader.Read();
                return true;
            }
            catch (Exception e) when (options.UseThreads && e is InvalidOperationException or FormatException)
            {
                throw host.ExceptDecode(e, $"Parsing failed with an exception: {e.Message}");
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                rows.Dispose();
            base.Dispose(disposing);
        }
    }
}
