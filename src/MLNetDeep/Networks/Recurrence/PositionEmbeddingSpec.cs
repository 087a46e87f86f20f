using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// Adds a learned vector to each step (arXiv:1705.03122, section 3.1), for sequences where the place of a step means something by itself.
/// </summary>
/// <param name="Deviation">Deviation of the vectors' first numbers; finite and above 0.</param>
public sealed record PositionEmbeddingSpec(double Deviation = 0.5) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => "PositionEmbedding";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(double.IsFinite(Deviation) && Deviation > 0, "PositionEmbeddingSpec.Deviation", "finite and above 0", Deviation);
        RequireSteps(inputShape);
        return inputShape;
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) =>
        [new LayerTensor("weight", [inputShape[0], inputShape[1]], Initializer.Normal(0, Deviation))];

    internal override LayerModule CreateModule(ModuleContext context) => new PositionEmbeddingModule(context["weight"]);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new PositionEmbeddingKernel(inputShape, weights["weight"]);
}
