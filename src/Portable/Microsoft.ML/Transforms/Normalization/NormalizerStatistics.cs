namespace Microsoft.ML.Transforms;

/// <summary>What a normalizer has to know of a column, by slot. Values that are never added, of sparse vectors, are zeros.</summary>
internal abstract class NormalizerStatistics<T>(DataViewRow row, DataViewSchema.Column column)
    : ColumnLearner<T, NormalizerFunction>(row, column)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many more rows to read.</summary>
    public long Remaining { get; set; }

    protected int Size { get; } = column.Type.GetValueCount();

    protected long Rows { get; private set; }

    protected abstract void Add(T value, int slot);

    protected sealed override bool Take(in VBuffer<T> vector)
    {
        if (Remaining-- == 0)
            return false;
        Rows++;
        var values = vector.GetValues();
        var indices = vector.GetIndices();
        for (var i = 0; i < values.Length; i++)
            Add(values[i], vector.IsDense ? i : indices[i]);
        return true;
    }
}
