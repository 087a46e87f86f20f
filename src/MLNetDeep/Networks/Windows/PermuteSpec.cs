using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>Reorders the dimensions of a row, as PyTorch's permute does.</summary>
/// <param name="Dimensions">
/// For each dimension of the output the one of the input, numbered from 0 and without the batch dimension: <c>[1, 0]</c> makes
/// [features, steps] of [steps, features].
/// </param>
public sealed record PermuteSpec(IReadOnlyList<int> Dimensions) : LayerSpec
{
    /// <summary>Swaps steps and features.</summary>
    /// <value>Takes rows of shape [steps, features], puts out rows of shape [features, steps].</value>
    public static PermuteSpec Transpose { get; } = new([1, 0]);

    /// <inheritdoc/>
    public override string Describe() => $"Permute {string.Join(" ", Dimensions)}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(
            Dimensions.Order().SequenceEqual(Enumerable.Range(0, inputShape.Count)), "PermuteSpec.Dimensions",
            $"each number from 0 to {inputShape.Count - 1} once", NetworkSpec.Format(Dimensions));
        return [.. Dimensions.Select(dimension => inputShape[dimension])];
    }

    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape) => null;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new PermuteModule(Dimensions);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) => new PermuteKernel(inputShape, Dimensions);

    /// <summary>Equal when the orders are.</summary>
    /// <param name="other">The layer to compare with.</param>
    /// <returns>Whether both do the same.</returns>
    public bool Equals(PermuteSpec? other) => other is not null && Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override int GetHashCode() => Dimensions.Aggregate(23, HashCode.Combine);
}
