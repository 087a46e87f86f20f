namespace MLNetDeep.Networks;

/// <summary>A look at one layer's tensors inside the flat array.</summary>
internal readonly ref struct LayerWeights
{
    private readonly IReadOnlyList<TensorSpec> _tensors;
    private readonly ReadOnlySpan<float> _flat;
    private readonly string _prefix;

    public LayerWeights(IReadOnlyList<TensorSpec> tensors, ReadOnlySpan<float> flat)
        : this(tensors, flat, "")
    {
    }

    private LayerWeights(IReadOnlyList<TensorSpec> tensors, ReadOnlySpan<float> flat, string prefix)
    {
        _tensors = tensors;
        _flat = flat;
        _prefix = prefix;
    }

    /// <summary>The numbers of the tensor with this name inside the layer, row-major.</summary>
    public ReadOnlySpan<float> this[string name]
    {
        get
        {
            foreach (TensorSpec tensor in _tensors)
                if (tensor.Source.Name == _prefix + name)
                    return _flat.Slice(tensor.Offset, tensor.ElementCount);
            throw new KeyNotFoundException($"The layer has no tensor '{_prefix}{name}'.");
        }
    }

    /// <summary>The tensors of a layer inside this one, whose names start with the prefix.</summary>
    public LayerWeights Under(string prefix) => new(_tensors, _flat, _prefix + prefix);
}
