using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>
/// Turns categories into learned vectors. Each input column holds the number of a category, from 1; 0 is a missing or unknown one,
/// and has a vector of its own. What is beyond the column's count is unknown too.
/// </summary>
/// <param name="CategoryCounts">Categories of each input column; at least 1 each, and as many as the input is wide.</param>
/// <param name="EmbeddingSize">Numbers made of a column; at least 1, RealMLP takes 8 (arXiv:2407.04491).</param>
public sealed record CategoryEmbeddingSpec(IReadOnlyList<int> CategoryCounts, int EmbeddingSize) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => $"CategoryEmbedding {EmbeddingSize}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        int width = FlatWidth(inputShape);
        Require(EmbeddingSize >= 1, "CategoryEmbeddingSpec.EmbeddingSize", "at least 1", EmbeddingSize);
        Require(CategoryCounts.Count == width, "CategoryEmbeddingSpec.CategoryCounts", $"as many as the input is wide, {width}", CategoryCounts.Count);
        foreach (int count in CategoryCounts)
            Require(count is >= 1 and <= 1 << 24, "CategoryEmbeddingSpec.CategoryCounts", "from 1 to 16777216 each", count);
        return [checked(width * EmbeddingSize)];
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) =>
        [new LayerTensor("weight", [CategoryCounts.Aggregate(0, (sum, count) => checked(sum + count + 1)), EmbeddingSize], Initializer.Normal(0, 1))];

    internal override LayerModule CreateModule(ModuleContext context) => new CategoryEmbeddingModule(this, context);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer CreateManagedLayer(ManagedContext context) =>
        new CategoryEmbeddingLayer(context, CategoryCounts, EmbeddingSize);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new CategoryEmbeddingKernel([.. CategoryCounts], EmbeddingSize, weights["weight"].ToArray());

    /// <summary>Equal when counts and size are.</summary>
    /// <param name="other">The layer to compare with.</param>
    /// <returns>Whether both do the same.</returns>
    public bool Equals(CategoryEmbeddingSpec? other) =>
        other is not null && EmbeddingSize == other.EmbeddingSize && CategoryCounts.SequenceEqual(other.CategoryCounts);

    /// <inheritdoc/>
    public override int GetHashCode() => CategoryCounts.Aggregate(EmbeddingSize, HashCode.Combine);
}
