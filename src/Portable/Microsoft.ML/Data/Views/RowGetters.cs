namespace Microsoft.ML.Data;

/// <summary>Getters of keys, whatever integer holds them.</summary>
internal static class RowGetters
{
    public static ValueGetter<ulong> KeyAsUInt64(DataViewRow row, DataViewSchema.Column column) =>
        Utils.MarshalInvoke(Convert<byte, ulong>, [column.Type.RawType, typeof(ulong)], row, column);

    public static ValueGetter<uint> KeyAsUInt32(DataViewRow row, DataViewSchema.Column column) =>
        Utils.MarshalInvoke(Convert<byte, uint>, [column.Type.RawType, typeof(uint)], row, column);

    public static ValueGetter<VBuffer<uint>> KeysAsUInt32(DataViewRow row, DataViewSchema.Column column) =>
        Utils.MarshalInvoke(ConvertVector<byte, uint>, [column.Type.GetItemType().RawType, typeof(uint)], row, column);

    private static ValueGetter<TTo> Convert<TFrom, TTo>(DataViewRow row, DataViewSchema.Column column)
        where TFrom : struct, IBinaryInteger<TFrom>
        where TTo : struct, IBinaryInteger<TTo>
    {
        var get = row.GetGetter<TFrom>(column);
        return get is ValueGetter<TTo> same ? same : SlotGetters.Map<TFrom, TTo>(get, (key, _) => ToKey<TFrom, TTo>(key));
    }

    private static ValueGetter<VBuffer<TTo>> ConvertVector<TFrom, TTo>(DataViewRow row, DataViewSchema.Column column)
        where TFrom : struct, IBinaryInteger<TFrom>
        where TTo : struct, IBinaryInteger<TTo>
    {
        var get = row.GetGetter<VBuffer<TFrom>>(column);
        return get is ValueGetter<VBuffer<TTo>> same ? same : SlotGetters.Map<TFrom, TTo>(get, (key, _) => ToKey<TFrom, TTo>(key));
    }

    // A key too large for the target is missing there.
    private static TTo ToKey<TFrom, TTo>(TFrom value)
        where TFrom : struct, IBinaryInteger<TFrom>
        where TTo : struct, IBinaryInteger<TTo>
    {
        var narrow = TTo.CreateTruncating(value);
        return TFrom.CreateTruncating(narrow) == value ? narrow : TTo.Zero;
    }
}
