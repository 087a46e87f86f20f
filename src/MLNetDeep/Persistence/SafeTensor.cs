namespace MLNetDeep.Persistence;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name, such as <c>1.weight</c>.</param>
/// <param name="DataType">How its numbers are kept, in the format's words: <c>F32</c>, <c>F16</c>, <c>BF16</c>, <c>I64</c> and so on.</param>
/// <param name="Shape">Its dimensions, row-major; none for a single number.</param>
public sealed record SafeTensor(string Name, string DataType, IReadOnlyList<int> Shape)
{
    /// <summary>How many numbers it holds.</summary>
    public long ElementCount => Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>Equal when name, type and shape are.</summary>
    /// <param name="other">The tensor to compare with.</param>
    /// <returns>Whether both describe the same tensor.</returns>
    public bool Equals(SafeTensor? other) =>
        other is not null && Name == other.Name && DataType == other.DataType && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, DataType, Shape.Count);

    /// <summary>Type and shape, for messages.</summary>
    internal string Description => $"{DataType} [{string.Join(", ", Shape)}]";
}
