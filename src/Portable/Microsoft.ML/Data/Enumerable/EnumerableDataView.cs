namespace Microsoft.ML.Data;

/// <summary>The objects of a sequence as rows. The sequence is enumerated anew for every cursor.</summary>
internal sealed class EnumerableDataView<TRow> : IDataView
    where TRow : class
{
    private readonly IEnumerable<TRow> _data;
    private readonly RowSource<TRow> _source;

    public EnumerableDataView(IHostEnvironment env, IEnumerable<TRow> data, RowSource<TRow> source)
    {
        env.Register("StreamingDataView");
        _data = data;
        _source = source;
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => (_data as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(_data.GetEnumerator(), _source, ColumnSelection.ToActive(columnsNeeded, Schema));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        SharingCursor.Share(GetRowCursor(columnsNeeded, rand), n);

    private sealed class Cursor : RootCursorBase
    {
        private readonly IEnumerator<TRow> _rows;
        private readonly Delegate?[] _getters;
        private TRow? _current;

        public Cursor(IEnumerator<TRow> rows, RowSource<TRow> source, bool[] active)
        {
            _rows = rows;
            _getters = active.Select((on, i) => on ? source.MakeGetter(i, GetCurrent) : null).ToArray();
            Schema = source.Schema;
        }

        public override DataViewSchema Schema { get; }

        public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] != null;

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
