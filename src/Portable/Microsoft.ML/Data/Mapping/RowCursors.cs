namespace Microsoft.ML.Data;

internal static class ColumnSelection
{
    public static bool[] ToActive(IEnumerable<DataViewSchema.Column> columnsNeeded, DataViewSchema schema)
    {
        var active = new bool[schema.Count];
        foreach (var column in columnsNeeded)
            active[schema[column.Index].Index] = true;
        return active;
    }

    /// <summary>A getter found under another value type than asked for is the caller's mistake, and named.</summary>
    public static ValueGetter<TValue> Cast<TValue>(Delegate? getter, DataViewSchema.Column column) => getter switch
    {
        ValueGetter<TValue> typed => typed,
        null => throw Contracts.ExceptParam(nameof(column), $"Column '{column.Name}' was not asked for when the cursor was made."),
        _ => throw Contracts.Except(
            $"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: '{getter.GetType().GetGenericArguments()[0]}'."),
    };
}

/// <summary>A cursor that makes its own rows: counts positions and knows its end.</summary>
internal abstract class RootCursorBase : DataViewRowCursor
{
    private long _position = -1;
    private bool _done;

    public sealed override long Position => _position;

    public override long Batch => 0;

    public sealed override bool MoveNext()
    {
        _done = _done || !MoveNextCore();
        _position = _done ? -1 : _position + 1;
        return !_done;
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

/// <summary>
/// A row, or a cursor, over those of another, which it owns: with the columns of the bindings, whose added ones come with their getters,
/// and, where a function moves the input to the next row that is kept, without the other rows.
/// </summary>
internal sealed class DerivedCursor(
    DataViewRow input, ColumnBindings bindings, bool[] active, Delegate?[] added, Action? disposer = null, Func<bool>? moveNext = null)
    : DataViewRowCursor
{
    private long _position = -1;
    private bool _done;

    public override long Position => moveNext is null ? input.Position : _position;

    public override long Batch => input.Batch;

    public override DataViewSchema Schema => bindings.Schema;

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        var index = bindings.MapColumnIndex(out var isInput, column.Index);
        return isInput && active[column.Index]
            ? input.GetGetter<TValue>(input.Schema[index])
            : ColumnSelection.Cast<TValue>(active[column.Index] ? added[index] : null, column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool MoveNext()
    {
        if (moveNext is null)
            return ((DataViewRowCursor)input).MoveNext();
        _done = _done || !moveNext();
        _position = _done ? -1 : _position + 1;
        return !_done;
    }

    protected override void Dispose(bool disposing)
    {
        disposer?.Invoke();
        input.Dispose();
    }
}
