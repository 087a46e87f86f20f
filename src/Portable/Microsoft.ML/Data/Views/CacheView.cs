using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view that keeps in memory the columns that cursors have asked for; the source is read once for each.</summary>
internal sealed class CacheView : IDataView
{
    private readonly IHost _host;
    private readonly IDataView _source;
    private readonly Lock _lock = new();
    private readonly ColumnBuffer?[] _columns;
    private long _rowCount = -1;

    public CacheView(IHostEnvironment env, IDataView source, params int[] prefetch)
    {
        _host = env.Register("Cache");
        _source = source;
        _columns = new ColumnBuffer?[source.Schema.Count];
        if (prefetch.Length > 0)
            Ensure(prefetch.Select(i => source.Schema[i]).ToList());
    }

    public DataViewSchema Schema => _source.Schema;

    public bool CanShuffle => true;

    public long? GetRowCount()
    {
        lock (_lock)
            return _rowCount >= 0 ? _rowCount : _source.GetRowCount();
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var needed = columnsNeeded.ToList();
        Ensure(needed);
        var active = new ColumnBuffer?[_columns.Length];
        foreach (var column in needed)
            active[column.Index] = _columns[column.Index];
        return new Cursor(this, active, rand == null ? null : Permutations.Random(rand, (int)_rowCount));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    // Buffers are published only when they are full: a failed or cancelled pass leaves the cache as it was.
    private void Ensure(List<DataViewSchema.Column> needed)
    {
        lock (_lock)
        {
            var missing = needed.Where(c => _columns[c.Index] == null).DistinctBy(c => c.Index).ToList();
            if (missing.Count == 0 && _rowCount >= 0)
                return;
            var capacity = (int)Math.Min(_rowCount >= 0 ? _rowCount : _source.GetRowCount() ?? 1024, Array.MaxLength);
            var buffers = missing.ConvertAll(c => ColumnBuffer.Create(c.Type, capacity));
            using var cursor = _source.GetRowCursor(missing.Select(c => _source.Schema[c.Index]));
            for (var i = 0; i < buffers.Count; i++)
                buffers[i].Bind(cursor, _source.Schema[missing[i].Index]);
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

    private sealed class Cursor(CacheView view, ColumnBuffer?[] active, int[]? order) : DataViewRowCursor
    {
        private int _next;
        private int _row = -1;

        public override long Position => _row < 0 ? -1 : _next - 1;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index] != null;

        public override bool MoveNext()
        {
            if (_next >= view._rowCount)
            {
                _row = -1;
                return false;
            }

            _row = order?[_next] ?? _next;
            _next++;
            return true;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            ColumnSelection.Cast<TValue>(active[column.Index]?.GetterAt(() => _row), column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        {
            Contracts.Check(_row >= 0, "Cannot call ID getter in current state");
            value = new DataViewRowId((ulong)_row, 0);
        };
    }
}
