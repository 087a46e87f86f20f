namespace Microsoft.ML.Data;

/// <summary>The rows of another view after the first few, and only so many of them.</summary>
internal sealed class SkipTakeView(IDataView source, long skip, long take) : DerivedView(source)
{
    public override long? GetRowCount() => Source.GetRowCount() is { } count ? Math.Min(Math.Max(count - skip, 0), take) : null;

    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        // Which rows come first must not depend on a shuffle.
        new Cursor(Source.GetRowCursor(columnsNeeded), skip, take);

    private sealed class Cursor(DataViewRowCursor input, long skip, long take) : ForwardingCursor(input)
    {
        private long _toSkip = skip;
        private long _position = -1;
        private bool _done;

        public override long Position => _done ? -1 : _position;

        public override bool MoveNext()
        {
            for (; _toSkip > 0 && !_done; _toSkip--)
                _done = !Input.MoveNext();
            _done = _done || _position + 1 >= take || !Input.MoveNext();
            if (!_done)
                _position++;
            return !_done;
        }
    }
}
