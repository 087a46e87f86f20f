using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>
/// Where each tensor lies while a network is trained: first the parameters, then the buffers, so that the optimiser sees plain
/// ranges. The description's own order is restored on the way out.
/// </summary>
internal sealed class FlatLayout
{
    private readonly NetworkSpec _network;
    private readonly int[] _offsets; // by position in NetworkSpec.Tensors

    public FlatLayout(NetworkSpec network)
    {
        _network = network;
        _offsets = new int[network.Tensors.Count];
        ParameterCount = Place(tensor => tensor.IsParameter, 0);
        Place(tensor => !tensor.IsParameter, ParameterCount);
    }

    /// <summary>All parameters; buffers follow them.</summary>
    public int ParameterCount { get; }

    /// <summary>All numbers.</summary>
    public int Count => _network.ElementCount;

    public int OffsetOf(int tensor) => _offsets[tensor];

    public int OffsetOf(TensorSpec tensor)
    {
        for (int i = 0; i < _offsets.Length; i++)
        {
            if (_network.Tensors[i].Equals(tensor))
                return _offsets[i];
        }

        throw new ArgumentException($"The network has no tensor '{tensor.Name}'.", nameof(tensor));
    }

    /// <summary>The stretches of parameters that are trained alike.</summary>
    /// <param name="isTrained">Says of a tensor whether it is trained; others are left out.</param>
    /// <param name="factor">What the fit multiplies a tensor's step size by.</param>
    public IReadOnlyList<ParameterRange> Ranges(Func<TensorSpec, bool> isTrained, Func<TensorSpec, float> factor)
    {
        var ranges = new List<ParameterRange>();
        for (int i = 0; i < _offsets.Length; i++)
        {
            TensorSpec tensor = _network.Tensors[i];
            if (!tensor.IsParameter || !isTrained(tensor))
                continue;
            var range = new ParameterRange(
                _offsets[i], tensor.ElementCount, tensor.Source.LearningRateFactor * factor(tensor), tensor.Source.DecayFactor);
            if (ranges.Count > 0 && ranges[^1] is var last && last.Start + last.Count == range.Start
                && last.LearningRateFactor == range.LearningRateFactor && last.DecayFactor == range.DecayFactor)
                ranges[^1] = last with { Count = last.Count + range.Count };
            else
                ranges.Add(range);
        }

        return ranges;
    }

    /// <summary>Copies values from this layout into the description's order.</summary>
    public float[] ToSpecOrder(ReadOnlySpan<float> values)
    {
        float[] result = new float[Count];
        for (int i = 0; i < _offsets.Length; i++)
        {
            TensorSpec tensor = _network.Tensors[i];
            values.Slice(_offsets[i], tensor.ElementCount).CopyTo(result.AsSpan(tensor.Offset));
        }

        return result;
    }

    /// <summary>Copies values from the description's order into this layout.</summary>
    public void FromSpecOrder(ReadOnlySpan<float> tensors, Span<float> values)
    {
        for (int i = 0; i < _offsets.Length; i++)
        {
            TensorSpec tensor = _network.Tensors[i];
            tensors.Slice(tensor.Offset, tensor.ElementCount).CopyTo(values[_offsets[i]..]);
        }
    }

    private int Place(Func<TensorSpec, bool> chosen, int next)
    {
        for (int i = 0; i < _offsets.Length; i++)
        {
            if (!chosen(_network.Tensors[i]))
                continue;
            _offsets[i] = next;
            next += _network.Tensors[i].ElementCount;
        }

        return next;
    }
}
