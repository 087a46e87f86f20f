using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>PReLU (arXiv:1502.01852): x, or a x below 0, with one learned a for each unit.</summary>
/// <param name="Start">What every a starts with; finite, PyTorch's default 0.25.</param>
public sealed record ParametricReluSpec(double Start = 0.25) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => "PReLU";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(double.IsFinite(Start), "ParametricReluSpec.Start", "finite", Start);
        return inputShape;
    }

    internal override bool IsStepwise => true;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) =>
        [new LayerTensor("weight", [inputShape[^1]], Initializer.Constant((float)Start))];

    internal override LayerModule CreateModule(ModuleContext context) => new ParametricReluModule(context["weight"]);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer CreateManagedLayer(ManagedContext context) => new ParametricReluLayer(context);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        OverLastDimension(inputShape, new ParametricReluKernel(weights["weight"]));
}
