using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// Gives a row another shape; its numbers and their order stay, the last dimension running fastest, as in PyTorch's view.
/// </summary>
/// <remarks>
/// It makes a sequence of a flat window: <c>new ReshapeSpec([48, 2])</c> reads 96 numbers as 48 steps of 2 features. Longer rows of
/// fewer steps, such as <c>[4, 24]</c>, are the segments of SegRNN (arXiv:2308.11200).
/// </remarks>
/// <param name="Shape">The shape behind the layer; sizes of at least 1 whose product is how many numbers a row has.</param>
public sealed record ReshapeSpec(IReadOnlyList<int> Shape) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => $"Reshape {string.Join("x", Shape)}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Shape.Count >= 1 && Shape.All(size => size >= 1), "ReshapeSpec.Shape", "sizes of at least 1", NetworkSpec.Format(Shape));
        long count = Count(inputShape);
        Require(Count(Shape) == count, "ReshapeSpec.Shape", $"sizes whose product is the input's, {count}", NetworkSpec.Format(Shape));
        return Shape;
    }

    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape) => null;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new ReshapeModule(Shape);

    internal override Kernel? CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        Shape[^1] == inputShape[^1] ? null : new ReshapeKernel(inputShape, Shape);

    /// <summary>Equal when the shapes are.</summary>
    /// <param name="other">The layer to compare with.</param>
    /// <returns>Whether both do the same.</returns>
    public bool Equals(ReshapeSpec? other) => other is not null && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => Shape.Aggregate(19, HashCode.Combine);
}
