namespace Microsoft.ML.Data;

/// <summary>Getters of keys, whatever integer holds them; one too large is missing.</summary>
internal static class RowGetters
{
    public static ValueGetter<uint> KeyAsUInt32(DataViewRow row, DataViewSchema.Column column) => (ValueGetter<uint>)Keys(row, column);
    public static ValueGetter<VBuffer<uint>> KeysAsUInt32(DataViewRow row, DataViewSchema.Column column) =>
        (ValueGetter<VBuffer<uint>>)Keys(row, column);

    private static Delegate Keys(DataViewRow row, DataViewSchema.Column column) =>
        Utils.MarshalInvoke(Keys<uint>, column.Type.GetItemType().RawType, row, column);
    private static Delegate Keys<T>(DataViewRow row, DataViewSchema.Column column) where T : struct, IBinaryInteger<T> =>
        SlotGetters.Map(row, column, (T key) => ulong.CreateTruncating(key) is var wide && wide <= uint.MaxValue ? (uint)wide : 0);
}

/// <summary>Reads columns of any number, flag or key type as reals, as labels and weights are: flags are 0 and 1, keys their zero-based
/// index, missing values NaN.</summary>
internal static class ScalarColumn
{
    public static Func<float> Reader(DataViewRow row, DataViewSchema.Column column) => Reader<float>(row, column);
    public static Func<TReal> Reader<TReal>(DataViewRow row, DataViewSchema.Column column) where TReal : IFloatingPointIeee754<TReal>
    {
        Contracts.CheckParam(column.Type is NumberDataViewType or BooleanDataViewType or KeyDataViewType, nameof(column),
            $"Column '{column.Name}' must hold numbers, flags or keys, but is {column.Type}.");
        if (column.Type is BooleanDataViewType)
            return Read<bool, TReal>(row, column, flag => flag ? TReal.One : TReal.Zero);
        var number = Utils.MarshalInvoke(Numbers<byte, TReal>, [column.Type.RawType, typeof(TReal)], row, column);
        return column.Type is KeyDataViewType ? () => number() is var key && key > TReal.Zero ? key - TReal.One : TReal.NaN : number;
    }

    private static Func<TReal> Numbers<T, TReal>(DataViewRow row, DataViewSchema.Column column) where T : unmanaged, INumberBase<T>
        where TReal : IFloatingPointIeee754<TReal> => Read<T, TReal>(row, column, TReal.CreateSaturating);

    private static Func<TReal> Read<T, TReal>(DataViewRow row, DataViewSchema.Column column, Func<T, TReal> convert)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }
}
