namespace Microsoft.ML.Data;

/// <summary>
/// Reads columns of any number, flag or key type as floats, as labels and weights are: flags are 0 and 1, keys their
/// zero-based index, missing values NaN.
/// </summary>
internal static class ScalarColumn
{
    public static Func<float> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        Contracts.CheckParam(column.Type is NumberDataViewType or BooleanDataViewType or KeyDataViewType, nameof(column),
            $"Column '{column.Name}' must hold numbers, flags or keys, but is {column.Type}.");
        if (column.Type is KeyDataViewType)
        {
            var key = Utils.MarshalInvoke(NumberReader<byte>, column.Type.RawType, row, column);
            return () => key() is var k && k > 0 ? k - 1 : float.NaN;
        }
        if (column.Type is BooleanDataViewType)
        {
            var getter = row.GetGetter<bool>(column);
            var value = false;
            return () =>
            {
                getter(ref value);
                return value ? 1 : 0;
            };
        }
        return Utils.MarshalInvoke(NumberReader<byte>, column.Type.RawType, row, column);
    }

    private static Func<float> NumberReader<T>(DataViewRow row, DataViewSchema.Column column)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return float.CreateSaturating(value);
        };
    }
}
