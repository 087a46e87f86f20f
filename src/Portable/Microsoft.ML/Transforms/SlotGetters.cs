namespace Microsoft.ML.Transforms;

/// <summary>Getters that treat each value of a column by itself.</summary>
internal static class SlotGetters
{
    public static Delegate Map<TFrom, TTo>(DataViewRow row, DataViewSchema.Column column, Func<TFrom, TTo> map) =>
        Map<TFrom, TTo>(row, column, (value, _) => map(value));

    /// <summary>A getter of each value's image; a scalar is in slot 0.</summary>
    public static Delegate Map<TFrom, TTo>(DataViewRow row, DataViewSchema.Column column, Func<TFrom, int, TTo> map) =>
        column.Type is VectorDataViewType ? Map(row.GetGetter<VBuffer<TFrom>>(column), map) : Map(row.GetGetter<TFrom>(column), map);

    public static ValueGetter<TTo> Map<TFrom, TTo>(ValueGetter<TFrom> get, Func<TFrom, int, TTo> map)
    {
        TFrom value = default!;
        return (ref TTo result) =>
        {
            get(ref value);
            result = map(value, 0);
        };
    }

    // A sparse vector gives a sparse one where zero's image is zero; whether it is must not depend on the slot.
    public static ValueGetter<VBuffer<TTo>> Map<TFrom, TTo>(ValueGetter<VBuffer<TFrom>> get, Func<TFrom, int, TTo> map)
    {
        var keepsZero = EqualityComparer<TTo>.Default.Equals(map(default!, 0), default);
        VBuffer<TFrom> source = default;
        return (ref VBuffer<TTo> result) =>
        {
            get(ref source);
            var values = source.GetValues();
            if (source.IsDense || keepsZero)
            {
                var indices = source.GetIndices();
                var editor = VBufferEditor.Create(ref result, source.Length, values.Length);
                for (var i = 0; i < values.Length; i++)
                    editor.Values[i] = map(values[i], source.IsDense ? i : indices[i]);
                if (!source.IsDense)
                    indices.CopyTo(editor.Indices);
                result = editor.Commit();
                return;
            }
            var dense = VBufferEditor.Create(ref result, source.Length);
            var slot = 0;
            foreach (var value in source.DenseValues())
            {
                dense.Values[slot] = map(value, slot);
                slot++;
            }
            result = dense.Commit();
        };
    }

    /// <summary>A getter of a column's values as a vector; a scalar is one of one slot.</summary>
    public static ValueGetter<VBuffer<T>> AsVector<T>(DataViewRow row, DataViewSchema.Column column) =>
        column.Type is VectorDataViewType ? row.GetGetter<VBuffer<T>>(column) : AsVector(row.GetGetter<T>(column));

    public static ValueGetter<VBuffer<T>> AsVector<T>(ValueGetter<T> get) => (ref VBuffer<T> values) =>
    {
        var editor = VBufferEditor.Create(ref values, 1);
        get(ref editor.Values[0]);
        values = editor.Commit();
    };

    /// <summary>The type of a column whose items are replaced by others.</summary>
    public static DataViewType WithItemType(this DataViewType type, PrimitiveDataViewType itemType) =>
        type is VectorDataViewType vector ? new VectorDataViewType(itemType, vector.Dimensions) : itemType;
}
