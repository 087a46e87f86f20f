namespace Microsoft.ML.Data;

/// <summary>Values of one column, kept by slot: the store behind caching and shuffling.</summary>
internal abstract class ColumnBuffer
{
    public abstract Delegate GetterAt(Func<int> slot);

    /// <summary>Takes the value of the row that the buffer was made for into a slot.</summary>
    public abstract void Fill(int slot);

    /// <summary>Binds the buffer to the rows to take values from.</summary>
    public abstract void Bind(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Lets go of the rows.</summary>
    public abstract void Unbind();

    public static ColumnBuffer Create(DataViewType type, int capacity)
    {
        var buffer = type is VectorDataViewType vector
            ? typeof(VectorBuffer<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(ScalarBuffer<>).MakeGenericType(type.RawType);
        return (ColumnBuffer)Activator.CreateInstance(buffer, capacity)!;
    }

    private abstract class Buffer<T>(int capacity) : ColumnBuffer
    {
        private ValueGetter<T>? _get;
        private T[] _values = new T[Math.Max(capacity, 4)];

        public sealed override void Bind(DataViewRow row, DataViewSchema.Column column) => _get = row.GetGetter<T>(column);

        public sealed override void Unbind() => _get = null;

        public sealed override void Fill(int slot)
        {
            if (slot >= _values.Length)
                Array.Resize(ref _values, Math.Max(slot + 1, 2 * _values.Length));
            _get!(ref _values[slot]);
        }

        public sealed override Delegate GetterAt(Func<int> slot) => (ValueGetter<T>)((ref T value) =>
        {
            var at = slot();
            Contracts.Check(at >= 0, "The cursor is not on a row");
            Copy(in _values[at], ref value);
        });

        protected abstract void Copy(in T source, ref T value);
    }

    private sealed class ScalarBuffer<T>(int capacity) : Buffer<T>(capacity)
    {
        protected override void Copy(in T source, ref T value) => value = source;
    }

    private sealed class VectorBuffer<T>(int capacity) : Buffer<VBuffer<T>>(capacity)
    {
        protected override void Copy(in VBuffer<T> source, ref VBuffer<T> value) => source.CopyTo(ref value);
    }
}
