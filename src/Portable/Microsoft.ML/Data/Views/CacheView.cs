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
            Ensure(prefetch.Select(i => source.Schema[i]));
    }

    public bool CanShuffle => true;
    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount()
    {
        lock (_lock)
            return _rowCount >= 0 ? _rowCount : _source.GetRowCount();
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = ColumnSelection.ToActive(columnsNeeded, Schema);
        Ensure(Schema.Where(c => active[c.Index]));
        var order = rand == null ? null : Permutations.Random(rand, (int)_rowCount);
        var (next, slot) = (0, -1);
        return new RowCursor(Schema, _columns.Select((buffer, i) => active[i] ? buffer?.MakeGetter(() => slot) : null), MoveNext,
            getId: (ref DataViewRowId value) => value = new DataViewRowId((ulong)slot, 0));

        bool MoveNext()
        {
            var more = next < _rowCount;
            slot = more ? order?[next] ?? next : -1;
            next++;
            return more;
        }
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        RowPool.Share(GetRowCursor(columnsNeeded, rand), n);

    // Buffers are published only when they are full: a failed or cancelled pass leaves the cache as it was.
    private void Ensure(IEnumerable<DataViewSchema.Column> needed)
    {
        lock (_lock)
        {
            var missing = needed.Where(c => _columns[c.Index] == null).ToArray();
            if (missing.Length == 0 && _rowCount >= 0)
                return;
            var capacity = (int)Math.Min(GetRowCount() ?? 1024, Array.MaxLength);
            var buffers = new ColumnBuffer?[_columns.Length];
            foreach (var column in missing)
                buffers[column.Index] = ColumnBuffer.Create(column.Type, capacity);
            using var cursor = _source.GetRowCursor(missing);
            var fill = ColumnBuffer.MakeFillers(cursor, buffers);
            var row = 0;
            for (; cursor.MoveNext(); row++)
            {
                if ((row & 0xff) == 0)
                    _host.CheckAlive();
                fill(row);
            }
            Contracts.Check(_rowCount < 0 || _rowCount == row,
                $"The data had {_rowCount} rows when they were first cached, but {row} now");
            _rowCount = row;
            foreach (var column in missing)
                _columns[column.Index] = buffers[column.Index];
        }
    }
}
