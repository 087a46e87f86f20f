using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>
/// Where each tensor lies while a network is trained: first the parameters that weight decay applies to, then the others, then the
/// buffers, so that the optimiser sees two plain ranges. The description's own order is restored on the way out.
/// </summary>
internal sealed class FlatLayout
{
    private readonly NetworkSpec _network;
    private readonly int[] _offsets; // by position in NetworkSpec.Tensors

    public FlatLayout(NetworkSpec network)
    {
        _network = network;
        _offsets = new int[network.Tensors.Count];
        int next = Place(tensor => tensor.IsParameter && tensor.Source.Decays, 0);
        DecayedCount = next;
        next = Place(tensor => tensor.IsParameter && !tensor.Source.Decays, next);
        ParameterCount = next;
        Place(tensor => !tensor.IsParameter, next);
    }

    /// <summary>Parameters, from the first, that weight decay applies to.</summary>
    public int DecayedCount { get; }

    /// <summary>All parameters; buffers follow them.</summary>
    public int ParameterCount { get; }

    /// <summary>All numbers.</summary>
    public int Count => _network.ElementCount;

    public int OffsetOf(int tensor) => _offsets[tensor];

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
