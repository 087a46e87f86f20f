using Microsoft.ML.Runtime;

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
        var active = new bool[bindings.Columns.Length];
        foreach (var column in columnsNeeded)
        {
            if (column.Index >= active.Length)
                throw Contracts.ExceptParam(nameof(columnsNeeded), $"The column '{column.Name}' is not part of this data");
            active[column.Index] = true;
        }

        return new Cursor(this, active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly TextDataView _view;
        private readonly TextLineReader _lines;
        private readonly TextFieldSplitter _fields;
        private readonly TextFormat _format;
        private readonly TextColumnReader?[] _readers;
        private readonly TextColumnReader[] _active;
        private long _remaining;
        private long _position = -1;
        private bool _done;

        public Cursor(TextDataView view, bool[] active)
        {
            _view = view;
            _format = view.Format;
            _remaining = view.MaxRows;
            var columns = view.Bindings.Columns;
            _readers = new TextColumnReader?[columns.Length];
            var last = -1;
            for (var i = 0; i < columns.Length; i++)
            {
                if (!active[i])
                    continue;
                _readers[i] = TextColumnReader.Create(columns[i], _format);
                last = Math.Max(last, columns[i].LastField);
            }

            _active = [.. _readers.OfType<TextColumnReader>()];
            _fields = new TextFieldSplitter(_format, Math.Max(last, 0));
            _lines = new TextLineReader(view.Source, _format, _format.HasHeader);
        }

        public override long Position => _done ? -1 : _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => _view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _readers[column.Index] != null;

        public override bool MoveNext()
        {
            if (_done)
                return false;
            var line = _remaining-- > 0 ? _lines.Read() : null;
            if (line == null)
            {
                _done = true;
                _lines.Dispose();
                return false;
            }

            _position++;
            if ((_position & 0x3ff) == 0)
                _view.Host.CheckAlive();
            if (_active.Length > 0)
                Parse(line);
            return true;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            ColumnSelection.Cast<TValue>(_readers[column.Index]?.Getter, column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        {
            Contracts.Check(Position >= 0, "Cannot call ID getter in current state");
            value = new DataViewRowId((ulong)_position, 0);
        };

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _done = true;
                _lines.Dispose();
            }

            base.Dispose(disposing);
        }

        private void Parse(string line)
        {
            var count = _fields.Split(_format.Prepare(line));
            try
            {
                foreach (var reader in _active)
                    reader.Read(_fields, count, _lines.LineNumber);
            }
            catch (InvalidOperationException e)
            {
                throw _view.Host.ExceptDecode(e, $"Parsing failed with an exception: {e.Message}");
            }
        }
    }

    private IHost Host => host;

    private IMultiStreamSource Source => source;

    private TextFormat Format => format;

    private TextBindings Bindings => bindings;

    private long MaxRows => maxRows;
}
