using System.Collections;

namespace TorchSharp.Utils;

/// <summary>Reads and writes a CPU tensor's elements in row-major order, whatever its strides.</summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly Tensor _tensor;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly unsafe T* _data;
    private readonly bool _contiguous;

    internal unsafe TensorAccessor(Tensor tensor)
    {
        var info = tensor.Describe();
        Tensor.RefuseOtherDevices(info);
        _tensor = tensor;
        _shape = tensor.shape;
        _strides = tensor.stride();
        _data = (T*)info.Data;
        _contiguous = info.IsContiguous != 0;
        Count = info.Elements;
    }

    public long Count { get; }

    public unsafe T this[params long[] indices]
    {
        get => _data[Offset(indices)];
        set => _data[Offset(indices)] = value;
    }

    public unsafe T[] ToArray()
    {
        var result = new T[Count];
        if (_contiguous)
        {
            new ReadOnlySpan<T>(_data, result.Length).CopyTo(result);
        }
        else
        {
            for (var i = 0; i < result.Length; i++)
                result[i] = _data[Offset(i)];
        }
        GC.KeepAlive(_tensor);
        return result;
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public void Dispose() => GC.SuppressFinalize(this);

    private long Offset(params ReadOnlySpan<long> indices)
    {
        if (indices.Length == 1 && _shape.Length != 1)
            return Offset(indices[0]);
        if (indices.Length != _shape.Length)
            throw new ArgumentException($"A tensor of {_shape.Length} dimensions cannot take {indices.Length} indices.", nameof(indices));
        long offset = 0;
        for (var d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= _shape[d])
                throw new IndexOutOfRangeException();
            offset += indices[d] * _strides[d];
        }
        return offset;
    }

    private long Offset(long index)
    {
        if (index < 0 || index >= Count)
            throw new IndexOutOfRangeException();
        if (_contiguous)
            return index;
        long offset = 0;
        for (var d = _shape.Length - 1; d >= 0; d--)
        {
            index = Math.DivRem(index, _shape[d], out var position);
            offset += position * _strides[d];
        }
        return offset;
    }
}
