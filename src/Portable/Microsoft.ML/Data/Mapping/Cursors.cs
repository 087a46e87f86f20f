namespace Microsoft.ML.Data;

/// <summary>A cursor that makes its own rows: counts positions and knows its end.</summary>
internal abstract class RootCursorBase : DataViewRowCursor
{
    private long _position = -1;
    private bool _done;

    public sealed override long Position => _position;

    public override long Batch => 0;

    public sealed override bool MoveNext()
    {
        if (_done)
            return false;
        if (MoveNextCore())
        {
            _position++;
            return true;
        }
        _done = true;
        _position = -1;
        return false;
    }

    /// <summary>Goes to the next row, or returns false at the end, after which it is not called again.</summary>
    protected abstract bool MoveNextCore();

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

    protected override void Dispose(bool disposing)
    {
        _done = true;
        _position = -1;
    }
}

/// <summary>A cursor that moves with another, row for row, and owns it; over a single row it stands still.</summary>
internal abstract class SynchronizedCursorBase(DataViewRow input) : DataViewRowCursor
{
    protected DataViewRow Input => input;

    public sealed override long Position => input.Position;

    public sealed override long Batch => input.Batch;

    public override bool MoveNext() => ((DataViewRowCursor)input).MoveNext();

    public sealed override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    protected override void Dispose(bool disposing) => input.Dispose();
}
