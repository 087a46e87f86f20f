using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// A learned vector for each token: [steps, 1] becomes [steps, embedding]. Tokens are numbered from 1; 0, and what is beyond the count,
/// is unknown and has a vector of its own, which starts as zeros.
/// </summary>
/// <param name="TokenCount">How many tokens there are; at least 1.</param>
/// <param name="EmbeddingSize">Numbers of a vector; at least 1.</param>
public sealed record TokenEmbeddingSpec(int TokenCount, int EmbeddingSize) : LayerSpec
{
    /// <summary>Deviation of the vectors' first numbers.</summary>
    /// <value>Default 1, as in PyTorch. Finite and above 0.</value>
    public double Deviation { get; init; } = 1;

    /// <summary>While training, the chance that a token's whole vector becomes 0; the others grow to make up for it.</summary>
    /// <value>Default 0. At least 0 and below 1 (arXiv:1512.05287).</value>
    public double TokenDropout { get; init; }

    /// <summary>What the weight decay of the vectors is multiplied by.</summary>
    /// <value>Default 0: they do not decay. Finite and at least 0.</value>
    public double WeightDecayFactor { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"TokenEmbedding {EmbeddingSize}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(TokenCount is >= 1 and <= CategorySpec.MaximumValueCount, "TokenEmbeddingSpec.TokenCount", "at least 1", TokenCount);
        Require(EmbeddingSize >= 1, "TokenEmbeddingSpec.EmbeddingSize", "at least 1", EmbeddingSize);
        Require(double.IsFinite(Deviation) && Deviation > 0, "TokenEmbeddingSpec.Deviation", "finite and above 0", Deviation);
        Require(TokenDropout is >= 0 and < 1, "TokenEmbeddingSpec.TokenDropout", "at least 0 and below 1", TokenDropout);
        RequireFactor(WeightDecayFactor, "TokenEmbeddingSpec.WeightDecayFactor");
        RequireSteps(inputShape);
        Require(inputShape[1] == 1, "TokenEmbeddingSpec's input", "one token a step", NetworkSpec.Format(inputShape));
        return WithLast(inputShape, EmbeddingSize);
    }

    internal override bool IsStepwise => true;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        Initializer drawn = Initializer.Normal(0, Deviation);
        return
        [
            new LayerTensor(
                "weight", [checked(TokenCount + 1), EmbeddingSize], Initializer.FirstZero(drawn), DecayFactor: (float)WeightDecayFactor),
        ];
    }

    internal override LayerModule CreateModule(ModuleContext context) => new TokenEmbeddingModule(this, context);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new TokenEmbeddingKernel(inputShape[0], TokenCount, EmbeddingSize, weights["weight"]);
}
