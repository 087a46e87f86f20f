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

    public static IEnumerable<DataViewSchema.Column> FromActive(bool[] active, DataViewSchema schema) => schema.Where(c => active[c.Index]);

    /// <summary>A getter found under another value type than asked for is the caller's mistake, and named.</summary>
    public static ValueGetter<TValue> Cast<TValue>(Delegate? getter, DataViewSchema.Column column) => getter switch
    {
        ValueGetter<TValue> typed => typed,
        null => throw Runtime.Contracts.ExceptParam(nameof(column), $"Column '{column.Name}' was not asked for when the cursor was made."),
        _ => throw Runtime.Contracts.Except(
            $"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: '{getter.GetType().GetGenericArguments()[0]}'."),
    };
}
