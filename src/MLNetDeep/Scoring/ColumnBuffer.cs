using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Scoring;

/// <summary>Keeps one input column of a block of rows.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>Keeps the value of the input's current row as the block's row <paramref name="index"/>.</summary>
    public abstract void Store(int index);

    /// <summary>Makes a <see cref="ValueGetter{TValue}"/> of the value kept for the row that <paramref name="index"/> tells.</summary>
    public abstract Delegate CreateGetter(Func<int> index);

    /// <summary>Makes the buffer for a column's type.</summary>
    public static ColumnBuffer Create(DataViewRow input, DataViewSchema.Column column)
    {
        var buffer = column.Type is VectorDataViewType vector
            ? typeof(Vectors<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(Values<>).MakeGenericType(column.Type.RawType);
        return (ColumnBuffer)Activator.CreateInstance(buffer, input, column)!;
    }

    /// <summary>The place of a row; the array grows with the blocks.</summary>
    protected static ref T Place<T>(ref T[] kept, int index)
    {
        if (index >= kept.Length)
            Array.Resize(ref kept, Math.Max(16, 2 * index));
        return ref kept[index];
    }

    private sealed class Values<T>(DataViewRow input, DataViewSchema.Column column) : ColumnBuffer
    {
        private readonly ValueGetter<T> _get = input.GetGetter<T>(column);
        private T[] _kept = [];

        public override void Store(int index) => _get(ref Place(ref _kept, index));

        public override Delegate CreateGetter(Func<int> index) => (ValueGetter<T>)((ref T value) => value = _kept[index()]);
    }

    /// <summary>Vectors are copied out: whoever reads one owns its arrays.</summary>
    private sealed class Vectors<T>(DataViewRow input, DataViewSchema.Column column) : ColumnBuffer
    {
        private readonly ValueGetter<VBuffer<T>> _get = input.GetGetter<VBuffer<T>>(column);
        private VBuffer<T>[] _kept = [];

        public override void Store(int index) => _get(ref Place(ref _kept, index));

        public override Delegate CreateGetter(Func<int> index) =>
            (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _kept[index()].CopyTo(ref value));
    }
}
