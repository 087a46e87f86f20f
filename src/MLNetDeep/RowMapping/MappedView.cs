using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.RowMapping;

/// <summary>A data view with added columns, computed while rows are read.</summary>
internal sealed class MappedView(IDataView input, RowFunction function) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => function.Output;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = function.Active(columnsNeeded);
        return new Cursor(function, input.GetRowCursor(function.Dependencies(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = function.Active(columnsNeeded);
        var cursors = input.GetRowCursorSet(function.Dependencies(active), n, rand);
        return [.. cursors.Select(cursor => new Cursor(function, cursor, active))];
    }

    private sealed class Cursor(RowFunction function, DataViewRowCursor input, bool[] active) : DataViewRowCursor
    {
        private readonly MappedColumns _columns = new(function, input, active);

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => function.Output;

        public override bool IsColumnActive(DataViewSchema.Column column) => _columns.IsActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _columns.GetGetter<TValue>(column);

        public override bool MoveNext() => input.MoveNext();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
