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

    public override long Position => _position;
    public override long Batch => 0;
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

    public sealed override bool MoveNext()
    {
        _done = _done || !MoveNextCore();
        _position = _done ? -1 : _position + 1;
        return !_done;
    }

    /// <summary>Goes to the next row, or returns false at the end, after which it is not called again.</summary>
    protected abstract bool MoveNextCore();

    protected override void Dispose(bool disposing) => (_done, _position) = (true, -1);
}

/// <summary>A cursor put together: of getters, null for columns not asked for, and what goes to the next row.</summary>
internal sealed class RowCursor(DataViewSchema schema, IEnumerable<Delegate?> getters, Func<bool> moveNext, Action? dispose = null,
    ValueGetter<DataViewRowId>? getId = null, Func<long>? getBatch = null) : RootCursorBase
{
    private readonly Delegate?[] _getters = [.. getters];

    public override long Batch => getBatch?.Invoke() ?? 0;
    public override DataViewSchema Schema => schema;
    public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] != null;
    public override ValueGetter<DataViewRowId> GetIdGetter() => getId ?? base.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        ColumnSelection.Cast<TValue>(_getters[column.Index], column);

    protected override bool MoveNextCore() => moveNext();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        dispose?.Invoke();
    }
}
