using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>A vector, dense (as many values as slots) or sparse (values with ascending slot indices, default(T) elsewhere). It may own
/// larger arrays than it uses, so that a getter can fill the same buffer row after row without allocating.</summary>
public readonly struct VBuffer<T> : IEnumerable
{
    private readonly T[]? _values;
    private readonly int[]? _indices;
    private readonly int _count;
    public readonly int Length;

    public VBuffer(int length, T[] values, int[]? indices = null) : this(length, length, values, indices!) { }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Contracts.CheckParam(length >= 0, nameof(length));
        Contracts.CheckParam(count >= 0 && count <= length, nameof(count));
        Contracts.CheckParam((values?.Length ?? 0) >= count, nameof(values));
        Contracts.CheckParam(count == length || (indices?.Length ?? 0) >= count, nameof(indices));
        (Length, _count, _values, _indices) = (length, count, values, indices);
    }

    public bool IsDense => _count == Length;
    internal (T[]? Values, int[]? Indices) Arrays => (_values, _indices);
    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default!)
    {
        Contracts.CheckParam(destinationIndex >= 0 && destinationIndex <= destination.Length - Length,
            nameof(destination), "Not large enough to hold these values.");
        var target = destination.Slice(destinationIndex, Length);
        if (IsDense)
            GetValues().CopyTo(target);
        else
            // A vector without a single value ignores the default given: so does ML.NET's.
            target.Fill(_count == 0 ? default! : defaultValue);
        var indices = GetIndices();
        for (var i = 0; i < indices.Length; i++)
            target[indices[i]] = _values![i];
    }

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        var editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public T GetItemOrDefault(int index)
    {
        Contracts.CheckParam(index >= 0 && index < Length, nameof(index));
        var found = IsDense ? index : GetIndices().BinarySearch(index);
        return found >= 0 ? _values![found] : default!;
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        var slot = 0;
        for (var i = 0; i < _count; i++)
        {
            var next = IsDense ? i : _indices![i];
            for (; all && slot < next; slot++)
                yield return new(slot, default!);
            yield return new(next, _values![i]);
            slot = next + 1;
        }
        for (; all && slot < Length; slot++)
            yield return new(slot, default!);
    }

    public IEnumerable<T> DenseValues() => Items(all: true).Select(item => item.Value);
    public IEnumerator GetEnumerator() => (_values ?? []).GetEnumerator();

    public override string ToString() =>
        IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";
}

public static class VBufferEditor
{
    public static VBufferEditor<T> CreateFromBuffer<T>(scoped ref VBuffer<T> destination) =>
        Create(ref destination, destination.Length, destination.GetValues().Length);

    public static VBufferEditor<T> Create<T>(scoped ref VBuffer<T> destination, int newLogicalLength, int? valuesCount = null,
        int? maxValuesCapacity = null, bool keepOldOnResize = false, bool requireIndicesOnDense = false)
    {
        Contracts.CheckParam(newLogicalLength >= 0, nameof(newLogicalLength), "Must be non-negative.");
        Contracts.CheckParam(valuesCount is null or >= 0, nameof(valuesCount), "If specified, must be non-negative.");
        Contracts.CheckParam(valuesCount is null || valuesCount <= newLogicalLength, nameof(valuesCount),
            $"If specified, must be no greater than {nameof(newLogicalLength)}");
        var count = valuesCount ?? newLogicalLength;
        var withIndices = count < newLogicalLength || requireIndicesOnDense;
        var (values, indices) = destination.Arrays;
        return new(newLogicalLength, count, Grown(values), withIndices ? Grown(indices) : indices, withIndices);

        TItem[]? Grown<TItem>(TItem[]? array)
        {
            var have = array?.Length ?? 0;
            if (have >= count)
                return array;
            // Doubling keeps the cost of a buffer that grows row by row linear.
            var size = (int)Math.Min(Math.Max(count, 2L * have), Math.Max(maxValuesCapacity ?? Array.MaxLength, count));
            var grown = new TItem[size];
            if (keepOldOnResize)
                array?.CopyTo(grown, 0);
            return grown;
        }
    }
}

/// <summary>Writable access to a buffer's arrays; <see cref="Commit"/> makes the buffer.</summary>
public readonly ref struct VBufferEditor<T>
{
    private readonly int _length;
    private readonly T[]? _values;
    private readonly int[]? _indices;
    public readonly Span<T> Values;
    public readonly Span<int> Indices;

    internal VBufferEditor(int length, int count, T[]? values, int[]? indices, bool withIndices)
    {
        (_length, _values, _indices) = (length, values, indices);
        Values = values.AsSpan(0, count);
        Indices = withIndices ? indices.AsSpan(0, count) : default;
    }

    public VBuffer<T> Commit() => CommitTruncated(Values.Length);

    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        Contracts.CheckParam(physicalValuesCount <= Values.Length, nameof(physicalValuesCount),
            $"Updating {nameof(physicalValuesCount)} during {nameof(CommitTruncated)} cannot be greater than the original " +
            $"{nameof(physicalValuesCount)} value used in Create.");
        return new(_length, physicalValuesCount, _values!, _indices!);
    }
}
