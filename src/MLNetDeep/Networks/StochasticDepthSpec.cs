using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// While training, silences the whole row with a given probability and scales up the rest; when scoring, does nothing. As the last
/// layer of a residual branch it is stochastic depth (arXiv:1603.09382): the block is skipped.
/// </summary>
/// <param name="SurvivalProbability">Chance of a row to come through; above 0 and at most 1.</param>
public sealed record StochasticDepthSpec(double SurvivalProbability) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"StochasticDepth {SurvivalProbability}");

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(SurvivalProbability is > 0 and <= 1, "StochasticDepthSpec.SurvivalProbability", "above 0 and at most 1", SurvivalProbability);
        return inputShape;
    }

    internal override bool IsStepwise => true;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) =>
        new DropoutModule(1 - SurvivalProbability, [.. context.InputShape.Select(_ => 1)], context);

    internal override Kernel? CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) => null;
}
