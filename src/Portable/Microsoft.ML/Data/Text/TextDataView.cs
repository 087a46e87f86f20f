namespace Microsoft.ML.Data;

/// <summary>The rows of text files, parsed anew by every cursor, and of each row only the columns that are asked for.</summary>
internal sealed class TextDataView(IHost host, IMultiStreamSource source, TextFormat format, TextBindings bindings, long maxRows)
    : IDataView
{
    public DataViewSchema Schema => bindings.Schema;

    public bool CanShuffle => false;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var readers = new TextColumnReader?[bindings.Columns.Length];
        var last = 0;
        foreach (var column in columnsNeeded)
        {
            if (column.Index >= readers.Length)
                throw Contracts.ExceptParam(nameof(columnsNeeded), $"The column '{column.Name}' is not part of this data");
            var binding = bindings.Columns[column.Index];
            readers[column.Index] ??= TextColumnReader.Create(binding, format);
            last = Math.Max(last, binding.LastField);
        }

        var lines = new TextLineReader(source, format, format.HasHeader);
        return new Cursor(host, Schema, format, readers, lines, new TextFieldSplitter(format, last), maxRows);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(
        IHost host, DataViewSchema schema, TextFormat format, TextColumnReader?[] readers, TextLineReader lines, TextFieldSplitter fields,
        long maxRows) : RootCursorBase
    {
        private readonly TextColumnReader[] _active = [.. readers.OfType<TextColumnReader>()];
        private long _rows;

        public override DataViewSchema Schema => schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => readers[column.Index] != null;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            ColumnSelection.Cast<TValue>(readers[column.Index]?.Getter, column);

        protected override bool MoveNextCore()
        {
            if ((_rows & 0x3ff) == 0)
                host.CheckAlive();
            if (_rows++ >= maxRows || lines.Read() is not { } line)
            {
                lines.Dispose();
                return false;
            }

            if (_active.Length > 0)
                Parse(line);
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                lines.Dispose();
            base.Dispose(disposing);
        }

        private void Parse(string line)
        {
            var count = fields.Split(format.Prepare(line));
            try
            {
                foreach (var reader in _active)
                    reader.Read(fields, count, lines.LineNumber);
            }
            catch (InvalidOperationException e)
            {
                throw host.ExceptDecode(e, $"Parsing failed with an exception: {e.Message}");
            }
        }
    }
}
