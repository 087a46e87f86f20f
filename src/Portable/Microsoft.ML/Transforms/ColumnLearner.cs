namespace Microsoft.ML.Transforms;

/// <summary>Learns something of a column's values: takes the current row, false when no more is needed, and gives the result.</summary>
internal sealed record ColumnLearner<TResult>(Func<bool> TakeRow, Func<TResult> Finish)
{
    /// <summary>A learner that takes the values of each row, of a scalar one; false when no more are needed.</summary>
    public static ColumnLearner<TResult> Create<T>(
        DataViewRow row, DataViewSchema.Column column, Func<VBuffer<T>, bool> take, Func<TResult> finish)
    {
        var (get, size) = (SlotGetters.AsVector<T>(row, column), column.Type.GetValueCount());
        VBuffer<T> values = default;
        return new(TakeRow, finish);

        bool TakeRow()
        {
            get(ref values);
            return size == 0 || values.Length == size
                ? take(values)
                : throw Contracts.Except($"Expected {size} slots, but got {values.Length}");
        }
    }

    /// <summary>Reads the data once, as far as any column needs; the function is made anew for the item type of each.</summary>
    public static TResult[] Learn(IHost host, IDataView data, DataViewSchema.Column[] sources,
        Func<DataViewRow, DataViewSchema.Column, ColumnLearner<TResult>> create)
    {
        using var cursor = data.GetRowCursor(sources.DistinctBy(s => s.Index));
        var learners = Array.ConvertAll(sources, s => Utils.MarshalInvoke(create, s.Type.GetItemType().RawType, cursor, s));
        var open = learners.ToList();
        while (open.Count > 0 && cursor.MoveNext())
        {
            if ((cursor.Position & 0xff) == 0)
                host.CheckAlive();
            open.RemoveAll(learner => !learner.TakeRow());
        }
        return Array.ConvertAll(learners, learner => learner.Finish());
    }
}
