using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// While training, zeroes each channel of an image or a signal as a whole with a given probability and scales up the rest; when scoring,
/// does nothing: PyTorch's Dropout2d (arXiv:1411.4280). Single pixels are told by their neighbours, so dropping them alone does little.
/// </summary>
/// <param name="Probability">Chance of a channel to be dropped; at least 0 and below 1.</param>
public sealed record SpatialDropoutSpec(double Probability) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"SpatialDropout {Probability}");

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Probability is >= 0 and < 1, "SpatialDropoutSpec.Probability", "at least 0 and below 1", Probability);
        return Grid.Of(inputShape).Shape;
    }

    internal override bool IsStepwise => true;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) =>
        new DropoutModule(Probability, [.. context.InputShape.SkipLast(1).Select(_ => 1), context.InputShape[^1]], context);

    internal override Kernel? CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) => null;
}
