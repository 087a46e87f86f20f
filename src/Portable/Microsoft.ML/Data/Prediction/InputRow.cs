namespace Microsoft.ML.Data;

/// <summary>A row over one object, which can be exchanged.</summary>
internal sealed class InputRow<TRow> : DataViewRow
    where TRow : class
{
    private readonly RowSource<TRow> _source;
    private readonly Delegate?[] _getters;
    private TRow? _current;
    private long _position = -1;

    public InputRow(RowSource<TRow> source)
    {
        _source = source;
        _getters = new Delegate?[source.Schema.Count];
    }

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema => _source.Schema;

    public void Set(TRow row)
    {
        _current = row;
        _position++;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        ColumnSelection.Cast<TValue>(_getters[column.Index] ??= _source.MakeGetter(column.Index, GetCurrent), column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

    private TRow GetCurrent() => _current ?? throw Contracts.Except("No example has been given yet.");
}
