using Microsoft.ML;

namespace MLNetDeep.RowMapping;

/// <summary>The columns of a function's output over one input row or cursor.</summary>
internal sealed class MappedColumns(RowFunction function, DataViewRow input, bool[] active)
{
    private RowValues? _values;

    public bool IsActive(DataViewSchema.Column column) => active[column.Index];

    /// <summary>A getter of a column: the input's own, or one that computes.</summary>
    /// <exception cref="InvalidOperationException">The column was not asked for, or has another type.</exception>
    public ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!active[column.Index])
            throw new InvalidOperationException($"Column '{column.Name}' was not asked for when the cursor was made.");
        if (!function.IsAdded(column.Index))
            return input.GetGetter<TValue>(function.Input[column.Index]);
        _values ??= function.Open(input);
        return _values.CreateGetter(column.Index - function.Input.Count) as ValueGetter<TValue>
            ?? throw new InvalidOperationException(
                $"Column '{column.Name}' is {function.Output[column.Index].Type}, which {typeof(TValue).Name} does not hold.");
    }
}
