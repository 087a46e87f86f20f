using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Conformance.Data;

/// <summary>A data view in memory that knows how many of its cursors are still open.</summary>
internal sealed class TestTable : IDataView
{
    private readonly IReadOnlyList<TestColumn> _columns;
    private int _openCursors;

    public TestTable(params IReadOnlyList<TestColumn> columns)
    {
        _columns = columns;
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns)
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    public int RowCount => _columns[0].Count;

    /// <summary>Cursors that were asked for and not disposed.</summary>
    public int OpenCursors => _openCursors;

    /// <summary>Called when a cursor is disposed.</summary>
    public Action? CursorClosed { get; init; }

    /// <summary>The row at which a cursor throws.</summary>
    public int FailureRow { get; init; } = -1;

    public TestTable Pick(params int[] rows) => new([.. _columns.Select(column => column.Pick(rows))]) { CursorClosed = CursorClosed };

    public TestTable Without(string name) => new([.. _columns.Where(column => column.Name != name)]);

    /// <summary>The same table with a column replaced.</summary>
    public TestTable With(TestColumn replacement)
        => new([.. _columns.Select(column => column.Name == replacement.Name ? replacement : column)]);

    /// <summary>Holds another data view's columns, all but hidden ones, in memory.</summary>
    public static TestTable Copy(IDataView data)
        => new([.. data.Schema.Where(column => !column.IsHidden).Select(column => TestColumn.Copy(data, column))]);

    /// <summary>The same table, whose cursors throw when they come to a row.</summary>
    public TestTable FailingAt(int row) => new(_columns) { FailureRow = row };

    public TestTable OnCursorClosed(Action action) => new(_columns) { CursorClosed = action };

    public long? GetRowCount() => RowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        Interlocked.Increment(ref _openCursors);
        return new Cursor(this, columnsNeeded.Select(column => column.Index).ToHashSet());
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(TestTable table, HashSet<int> active) : DataViewRowCursor
    {
        private long _position = -1;
        private int _next;
        private bool _ended;
        private bool _closed;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => table.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override bool MoveNext()
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_next == table.FailureRow)
                throw new IOException($"Row {_next} cannot be read.");
            _ended |= _next == table.RowCount;
            _position = _ended ? -1 : _next++;
            return !_ended; // and so it stays
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
                throw new InvalidOperationException($"Column '{column.Name}' was not asked for.");
            return (ValueGetter<TValue>)table._columns[column.Index].Getter(() => _position);
        }

        public override ValueGetter<DataViewRowId> GetIdGetter()
            => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_closed)
            {
                _closed = true;
                Interlocked.Decrement(ref table._openCursors);
                table.CursorClosed?.Invoke();
            }
            base.Dispose(disposing);
        }
    }
}
