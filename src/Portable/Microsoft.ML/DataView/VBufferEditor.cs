namespace Microsoft.ML.Data;

public static class VBufferEditor
{
    public static VBufferEditor<T> CreateFromBuffer<T>(scoped ref VBuffer<T> destination) =>
        destination.GetEditor(destination.Length, destination.GetValues().Length, null, true, false);

    public static VBufferEditor<T> Create<T>(
        scoped ref VBuffer<T> destination,
        int newLogicalLength,
        int? valuesCount = null,
        int? maxValuesCapacity = null,
        bool keepOldOnResize = false,
        bool requireIndicesOnDense = false) =>
        destination.GetEditor(newLogicalLength, valuesCount, maxValuesCapacity, keepOldOnResize, requireIndicesOnDense);
}

/// <summary>Writable access to a buffer's arrays; <see cref="Commit"/> makes the buffer.</summary>
public readonly ref struct VBufferEditor<T>
{
    private readonly int _length;
    private readonly T[]? _values;
    private readonly int[]? _indices;

    public readonly Span<T> Values;
    public readonly Span<int> Indices;

    internal VBufferEditor(int length, int count, T[]? values, int[]? indices, bool exposeIndices, bool newValues)
    {
        _length = length;
        _values = values;
        _indices = indices;
        Values = values.AsSpan(0, count);
        Indices = exposeIndices ? indices.AsSpan(0, count) : default;
        CreatedNewValues = newValues;
    }

    public bool CreatedNewValues { get; }

    public VBuffer<T> Commit() => new(_values, _indices, _length, Values.Length);

    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        Contracts.CheckParam(physicalValuesCount >= 0 && physicalValuesCount <= Values.Length, nameof(physicalValuesCount),
            $"must be within the {Values.Length} values the editor was made for.");
        return new(_values, _indices, _length, physicalValuesCount);
    }
}

public readonly partial struct VBuffer<T>
{
    internal VBufferEditor<T> GetEditor(
        int length, int? valuesCount, int? maxValuesCapacity, bool keepOldOnResize, bool requireIndicesOnDense)
    {
        Contracts.CheckParam(length >= 0, "newLogicalLength", "Must be non-negative.");
        Contracts.CheckParam(valuesCount is null or >= 0, nameof(valuesCount), "If specified, must be non-negative.");
        Contracts.CheckParam(valuesCount is null || valuesCount <= length, nameof(valuesCount),
            "If specified, must be no greater than newLogicalLength");
        var count = valuesCount ?? length;
        var exposeIndices = count < length || requireIndicesOnDense;
        var capacity = maxValuesCapacity ?? Array.MaxLength;
        var values = EnsureSize(_values, count, capacity, keepOldOnResize, out var newValues);
        var indices = exposeIndices ? EnsureSize(_indices, count, capacity, keepOldOnResize, out _) : _indices;
        return new VBufferEditor<T>(length, count, values, indices, exposeIndices, newValues);
    }

    private static TItem[]? EnsureSize<TItem>(TItem[]? array, int needed, int capacity, bool keepOld, out bool isNew)
    {
        var have = array?.Length ?? 0;
        isNew = have < needed;
        if (!isNew)
            return array;
        // Doubling keeps the cost of a buffer that grows row by row linear.
        var size = (int)Math.Min(Math.Max(needed, 2L * have), Math.Max(capacity, needed));
        var grown = new TItem[size];
        if (keepOld && array != null)
            array.CopyTo(grown, 0);
        return grown;
    }
}
