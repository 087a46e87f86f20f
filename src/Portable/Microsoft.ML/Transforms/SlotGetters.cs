namespace Microsoft.ML.Transforms;

/// <summary>Getters that treat each value of a column by itself. A scalar is in slot 0.</summary>
internal static class SlotGetters
{
    public static Delegate Map<TFrom, TTo>(DataViewRow row, DataViewSchema.Column column, Func<TFrom, TTo> map) =>
        Map<TFrom, TTo>(row, column, (value, _) => map(value));
    public static Delegate Map<TFrom, TTo>(DataViewRow row, DataViewSchema.Column column, Func<TFrom, int, TTo> map, bool packs = false) =>
        column.Type is VectorDataViewType vector
            ? Map(row.GetGetter<VBuffer<TFrom>>(column), map, vector.Size, packs)
            : Map(row.GetGetter<TFrom>(column), map);

    public static ValueGetter<TTo> Map<TFrom, TTo>(ValueGetter<TFrom> get, Func<TFrom, int, TTo> map)
    {
        TFrom value = default!;
        return (ref TTo result) =>
        {
            get(ref value);
            result = map(value, 0);
        };
    }

    /// <summary>A vector stays as dense or sparse as it is, but that a sparse one becomes dense where zero's image is not always zero; or
    /// it is packed anew, without the zeros among its images.</summary>
    public static ValueGetter<VBuffer<TTo>> Map<TFrom, TTo>(
        ValueGetter<VBuffer<TFrom>> get, Func<TFrom, int, TTo> map, int size = 0, bool packs = false)
    {
        var keepsZero = Enumerable.Range(0, Math.Max(size, 1)).All(i => EqualityComparer<TTo>.Default.Equals(map(default!, i), default));
        var builder = new VectorBuilder<TTo>();
        VBuffer<TFrom> source = default, dense = default;
        return (ref VBuffer<TTo> result) =>
        {
            get(ref source);
            if (!source.IsDense && !keepsZero)
            {
                source.CopyToDense(ref dense);
                (source, dense) = (dense, source);
            }
            var values = source.GetValues();
            var indices = source.GetIndices();
            if (packs)
            {
                for (var i = 0; i < values.Length; i++)
                    builder.Add(source.IsDense ? i : indices[i], map(values[i], source.IsDense ? i : indices[i]));
                builder.Finish(source.Length, ref result);
                return;
            }
            var editor = VBufferEditor.Create(ref result, source.Length, values.Length);
            for (var i = 0; i < values.Length; i++)
                editor.Values[i] = map(values[i], source.IsDense ? i : indices[i]);
            indices.CopyTo(editor.Indices);
            result = editor.Commit();
        };
    }

    /// <summary>A getter of a column as it is.</summary>
    public static Delegate Of(DataViewRow row, DataViewSchema.Column column)
    {
        return Utils.MarshalInvoke(Get<int>, column.Type.RawType);
        Delegate Get<T>() => row.GetGetter<T>(row.Schema[column.Index]);
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

/// <summary>Builds a vector from its items in slot order, leaving out zeros: sparse when fewer than half of the slots are left.</summary>
internal sealed class VectorBuilder<T>
{
    private T[] _values = new T[8];
    private int[] _slots = new int[8];
    private int _count;

    public void Add(int slot, T value)
    {
        if (EqualityComparer<T>.Default.Equals(value, default))
            return;
        if (_count == _values.Length)
        {
            Array.Resize(ref _values, 2 * _count);
            Array.Resize(ref _slots, 2 * _count);
        }
        _values[_count] = value;
        _slots[_count++] = slot;
    }

    /// <summary>Gives the vector and starts the next one. What several additions made counts as often when density is judged.</summary>
    public void Finish(int length, ref VBuffer<T> result, bool staysSparse = false, int additionCount = 0)
    {
        var count = Math.Max(_count, additionCount);
        var isDense = _count == length || (!staysSparse && count > 0 && count >= length / 2);
        var editor = VBufferEditor.Create(ref result, length, isDense ? length : _count);
        if (isDense)
            editor.Values.Clear();
        else
            _slots.AsSpan(0, _count).CopyTo(editor.Indices);
        for (var i = 0; i < _count; i++)
            editor.Values[isDense ? _slots[i] : i] = _values[i];
        result = editor.Commit();
        _count = 0;
    }
}
