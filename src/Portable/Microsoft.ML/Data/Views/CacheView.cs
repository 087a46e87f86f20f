namespace Microsoft.ML.Data;

/// <summary>A view that keeps in memory the columns that cursors have asked for; the source is read once for each.</summary>
internal sealed class CacheView : DerivedView
{
    private readonly IHost _host;
    private readonly Lock _lock = new();
    private readonly ColumnBuffer?[] _columns;
    private long _rowCount = -1;

    public CacheView(IHostEnvironment env, IDataView source, params int[] prefetch)
        : base(source)
    {
        _host = env.Register("Cache");
        _columns = new ColumnBuffer?[source.Schema.Count];
        if (prefetch.Length > 0)
            Ensure(prefetch.Select(i => source.Schema[i]).ToList());
    }

    public override bool CanShuffle => true;

    public override long? GetRowCount()
    {
        lock (_lock)
            return _rowCount >= 0 ? _rowCount : Source.GetRowCount();
    }

    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var needed = columnsNeeded.ToList();
        Ensure(needed);
        var active = new ColumnBuffer?[_columns.Length];
        foreach (var column in needed)
            active[column.Index] = _columns[column.Index];
        return new Cursor(this, active, rand == null ? null : Permutations.Random(rand, (int)_rowCount));
    }

    // Buffers are published only when they are full: a failed or cancelled pass leaves the cache as it was.
    private void Ensure(List<DataViewSchema.Column> needed)
    {
        lock (_lock)
        {
            var missing = needed.Where(c => _columns[c.Index] == null).DistinctBy(c => c.Index).ToList();
            if (missing.Count == 0 && _rowCount >= 0)
                return;
            var capacity = (int)Math.Min(_rowCount >= 0 ? _rowCount : Source.GetRowCount() ?? 1024, Array.MaxLength);
            var buffers = missing.ConvertAll(c => ColumnBuffer.Create(c.Type, capacity));
            using var cursor = Source.GetRowCursor(missing.Select(c => Source.Schema[c.Index]));
            for (var i = 0; i < buffers.Count; i++)
                buffers[i].Bind(cursor, Source.Schema[missing[i].Index]);
            var row = 0;
            for (; cursor.MoveNext(); row++)
            {
                if ((row & 0xff) == 0)
                    _host.CheckAlive();
                foreach (var buffer in buffers)
                    buffer.Fill(row);
            }

            if (_rowCount >= 0 && _rowCount != row)
                throw Contracts.Except($"The data had {_rowCount} rows when they were first cached, but {row} now");
            _rowCount = row;
            for (var i = 0; i < buffers.Count; i++)
            {
                buffers[i].Unbind();
                _columns[missing[i].Index] = buffers[i];
            }
        }
    }

    private sealed class Cursor(CacheView view, ColumnBuffer?[] active, int[]? order) : RootCursorBase
    {
        private int _next;
        private int _row = -1;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index] != null;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            ColumnSelection.Cast<TValue>(active[column.Index]?.GetterAt(() => _row), column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_row, 0);

        protected override bool MoveNextCore()
        {
            var more = _next < view._rowCount;
            _row = more ? order?[_next] ?? _next : -1;
            _next++;
            return more;
        }
    }
}
