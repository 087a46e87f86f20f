using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// Local response normalisation over neighbouring channels (Krizhevsky, Sutskever and Hinton 2012): x / (k + alpha m)^beta, where m is
/// the mean of the squares of <paramref name="Size"/> channels around x, zeros beyond the ends. PyTorch's LocalResponseNorm; the paper's
/// alpha multiplies the sum of the squares instead.
/// </summary>
/// <param name="Size">Channels that count, AlexNet's 5; at least 1.</param>
public sealed record LocalResponseNormSpec(int Size = 5) : LayerSpec
{
    /// <summary>What the mean square is multiplied by.</summary>
    /// <value>Default 1e-4, as in PyTorch. Finite and at least 0.</value>
    public double Alpha { get; init; } = 1e-4;

    /// <summary>The exponent.</summary>
    /// <value>Default 0.75, as in PyTorch and the paper. Finite.</value>
    public double Beta { get; init; } = 0.75;

    /// <summary>What is added before the power is taken.</summary>
    /// <value>Default 1, as in PyTorch; the paper's is 2. Finite and above 0.</value>
    public double K { get; init; } = 1;

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"LocalResponseNorm {Size}");

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Size >= 1, "LocalResponseNormSpec.Size", "at least 1", Size);
        Require(double.IsFinite(Alpha) && Alpha >= 0, "LocalResponseNormSpec.Alpha", "finite and at least 0", Alpha);
        Require(double.IsFinite(Beta), "LocalResponseNormSpec.Beta", "finite", Beta);
        Require(double.IsFinite(K) && K > 0, "LocalResponseNormSpec.K", "finite and above 0", K);
        return inputShape;
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new LocalResponseNormModule(this, context);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        OverLastDimension(inputShape, new LocalResponseNormKernel(RowWidth(inputShape), this));
}
