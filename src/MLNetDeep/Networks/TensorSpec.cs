namespace MLNetDeep.Networks;

/// <summary>One named tensor of a network and its place in the flat array of all of them.</summary>
/// <param name="Name">PyTorch's name: the layer's position and the tensor's name in it, such as <c>3.weight</c>.</param>
/// <param name="Shape">Its dimensions, row-major.</param>
/// <param name="Offset">Index of its first element in the flat array.</param>
/// <param name="IsParameter">True when training adjusts it; false for a buffer such as a running mean.</param>
public sealed record TensorSpec(string Name, IReadOnlyList<int> Shape, int Offset, bool IsParameter)
{
    /// <summary>How many numbers it holds.</summary>
    public int ElementCount => Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>Equal when name, shape, place and kind are.</summary>
    /// <param name="other">The tensor to compare with.</param>
    /// <returns>Whether both describe the same tensor.</returns>
    public bool Equals(TensorSpec? other) =>
        other is not null && Name == other.Name && Offset == other.Offset && IsParameter == other.IsParameter
        && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Offset, IsParameter);

    internal LayerTensor Source { get; init; } = null!;
}
