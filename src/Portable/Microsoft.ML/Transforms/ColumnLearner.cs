namespace Microsoft.ML.Transforms;

/// <summary>Learns something of a column's values.</summary>
internal abstract class ColumnLearner<TResult>
{
    /// <summary>Takes the current row; false when no more is needed.</summary>
    public abstract bool ProcessRow();

    public abstract TResult Finish();

    /// <summary>Reads the data once, as far as any column needs.</summary>
    public static TResult[] Learn(
        IHost host,
        IDataView data,
        DataViewSchema.Column[] sources,
        Func<DataViewRow, DataViewSchema.Column, ColumnLearner<TResult>> create)
    {
        using var cursor = data.GetRowCursor(sources.DistinctBy(s => s.Index));
        var learners = Array.ConvertAll(sources, s => create(cursor, s));
        var open = learners.ToList();
        while (open.Count > 0 && cursor.MoveNext())
        {
            if ((cursor.Position & 0xff) == 0)
                host.CheckAlive();
            open.RemoveAll(learner => !learner.ProcessRow());
        }
        return Array.ConvertAll(learners, learner => learner.Finish());
    }
}

/// <summary>Learns of the values of one type.</summary>
internal abstract class ColumnLearner<T, TResult>(DataViewRow row, DataViewSchema.Column column) : ColumnLearner<TResult>
{
    private readonly ValueGetter<VBuffer<T>> _get = SlotGetters.AsVector<T>(row, column);
    private readonly int _size = column.Type.GetValueCount();
    private VBuffer<T> _values;

    public sealed override bool ProcessRow()
    {
        _get(ref _values);
        if (_size != 0 && _values.Length != _size)
            throw Contracts.Except($"Expected {_size} slots, but got {_values.Length}");
        return Take(in _values);
    }

    /// <summary>Takes the values of a row, of a scalar one.</summary>
    protected abstract bool Take(in VBuffer<T> values);
}
