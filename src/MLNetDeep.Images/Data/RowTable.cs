using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Images.Data;

/// <summary>Rows that can be read in any order, by any number of cursors and threads at the same time.</summary>
internal sealed class RowTable : IDataView
{
    private readonly int _rowCount;
    private readonly IReadOnlyList<RowColumn> _columns;

    public RowTable(int rowCount, IReadOnlyList<RowColumn> columns)
    {
        (_rowCount, _columns) = (rowCount, columns);
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(columns.Select(column => column.Detached));
        Schema = schema.ToSchema();
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _rowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        GetRowCursorSet(columnsNeeded, 1, rand)[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = new bool[_columns.Count];
        foreach (var column in columnsNeeded)
            active[column.Index] = true;
        int[]? order = rand is null ? null : [.. Enumerable.Range(0, _rowCount)];
        rand?.Shuffle(order!);
        var blocks = Math.Max(1, (_rowCount + RowWalk.BlockRowCount - 1) / RowWalk.BlockRowCount);
        var count = Math.Clamp(n, 1, blocks);
        return [.. Enumerable.Range(0, count).Select(i => new Cursor(this, active, new RowWalk(_rowCount, order, i, count)))];
    }

    private sealed class Cursor(RowTable table, bool[] active, RowWalk walk) : DataViewRowCursor
    {
        public override long Position => walk.Position;

        public override long Batch => walk.Batch;

        public override DataViewSchema Schema => table.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override bool MoveNext() => walk.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)walk.Row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!active[column.Index])
                throw new InvalidOperationException($"Column '{column.Name}' must be among those the cursor was asked for, but was not.");
            return table._columns[column.Index].CreateGetter(walk) as ValueGetter<TValue> ?? throw new InvalidOperationException(
                $"Column '{column.Name}' must be read as {column.Type.RawType}, but was read as {typeof(TValue)}.");
        }
    }
}
