using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The objects of a sequence as rows. The sequence is enumerated anew for every cursor.</summary>
internal sealed class EnumerableDataView<TRow> : IDataView
    where TRow : class
{
    private readonly IEnumerable<TRow> _data;
    private readonly RowSource<TRow> _source;

    public EnumerableDataView(IEnumerable<TRow> data, RowSource<TRow> source)
    {
        _data = data;
        _source = source;
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => (_data as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, ColumnSelection.ToActive(columnsNeeded, Schema));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : RootCursorBase
    {
        private readonly EnumerableDataView<TRow> _parent;
        private readonly bool[] _active;
        private readonly Delegate?[] _getters;
        private readonly IEnumerator<TRow> _rows;
        private TRow? _current;

        public Cursor(EnumerableDataView<TRow> parent, bool[] active)
        {
            _parent = parent;
            _active = active;
            _getters = active.Select((on, i) => on ? parent._source.MakeGetter(i, GetCurrent) : null).ToArray();
            _rows = parent._data.GetEnumerator();
        }

        public override DataViewSchema Schema => _parent.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            ColumnSelection.Cast<TValue>(_getters[column.Index], column);

        protected override bool MoveNextCore()
        {
            _current = null;
            if (!_rows.MoveNext())
                return false;
            _current = _rows.Current ?? throw Contracts.Except("Encountered null when iterating over data, this is not supported.");
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _rows.Dispose();
            base.Dispose(disposing);
        }

        private TRow GetCurrent() => _current ?? throw Contracts.Except("Values can only be fetched while the cursor stands on a row.");
    }
}
