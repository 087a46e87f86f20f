namespace MLNetDeep.Networks;

/// <summary>A look at one layer's tensors inside the flat array.</summary>
internal readonly ref struct LayerWeights
{
    private readonly IReadOnlyList<TensorSpec> _tensors;
    private readonly ReadOnlySpan<float> _flat;

    public LayerWeights(IReadOnlyList<TensorSpec> tensors, ReadOnlySpan<float> flat)
    {
        _tensors = tensors;
        _flat = flat;
    }

    /// <summary>The numbers of the tensor with this name inside the layer, row-major.</summary>
    public ReadOnlySpan<float> this[string name]
    {
        get
        {
            foreach (TensorSpec tensor in _tensors)
                if (tensor.Source.Name == name)
                    return _flat.Slice(tensor.Offset, tensor.ElementCount);
            throw new KeyNotFoundException($"The layer has no tensor '{name}'.");
        }
    }
}
