namespace Microsoft.ML.Data;

/// <summary>The rows of another view that pass a test.</summary>
internal abstract class FilterView(IDataView source) : DerivedView(source)
{
    public override bool CanShuffle => Source.CanShuffle;

    // How many rows pass is known only after reading them.
    public override long? GetRowCount() => null;

    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var needed = columnsNeeded.ToList();
        return Wrap(Source.GetRowCursor(WithTested(needed), rand), needed);
    }

    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var needed = columnsNeeded.ToList();
        return Array.ConvertAll(Source.GetRowCursorSet(WithTested(needed), n, rand), c => Wrap(c, needed));
    }

    /// <summary>The columns that the test reads.</summary>
    protected abstract IEnumerable<DataViewSchema.Column> TestedColumns { get; }

    /// <summary>The test of the row that a cursor stands on.</summary>
    protected abstract Func<bool> CreateTest(DataViewRow row);

    private IEnumerable<DataViewSchema.Column> WithTested(List<DataViewSchema.Column> needed) =>
        needed.Concat(TestedColumns).DistinctBy(c => c.Index);

    private DataViewRowCursor Wrap(DataViewRowCursor input, List<DataViewSchema.Column> needed) =>
        new Cursor(input, CreateTest(input), ColumnSelection.ToActive(needed, Schema));

    private sealed class Cursor(DataViewRowCursor input, Func<bool> test, bool[] active) : ForwardingCursor(input)
    {
        private long _position = -1;

        public override long Position => _position;

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override bool MoveNext()
        {
            while (Input.MoveNext())
            {
                if (test())
                {
                    _position++;
                    return true;
                }
            }

            _position = -1;
            return false;
        }
    }
}
