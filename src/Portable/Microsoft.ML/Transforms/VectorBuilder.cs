namespace Microsoft.ML.Transforms;

/// <summary>Builds a vector from its items in slot order, leaving out zeros: sparse when fewer than half of the slots are left.</summary>
internal sealed class VectorBuilder<T>
    where T : struct, INumberBase<T>
{
    private T[] _values = new T[8];
    private int[] _slots = new int[8];
    private int _count;

    public void Add(int slot, T value)
    {
        if (T.IsZero(value))
            return;
        if (_count == _values.Length)
        {
            Array.Resize(ref _values, 2 * _count);
            Array.Resize(ref _slots, 2 * _count);
        }
        _values[_count] = value;
        _slots[_count++] = slot;
    }

    /// <summary>Gives the vector and starts the next one.</summary>
    public void Finish(int length, ref VBuffer<T> result)
    {
        if (_count > 0 && _count >= length / 2)
        {
            var dense = VBufferEditor.Create(ref result, length);
            dense.Values.Clear();
            for (var i = 0; i < _count; i++)
                dense.Values[_slots[i]] = _values[i];
            result = dense.Commit();
        }
        else
        {
            var sparse = VBufferEditor.Create(ref result, length, _count);
            _values.AsSpan(0, _count).CopyTo(sparse.Values);
            _slots.AsSpan(0, _count).CopyTo(sparse.Indices);
            result = sparse.Commit();
        }
        _count = 0;
    }
}
