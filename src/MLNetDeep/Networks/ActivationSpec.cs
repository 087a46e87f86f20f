using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>Applies a function to every element.</summary>
/// <param name="Function">Which function.</param>
public sealed record ActivationSpec(Activation Function) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => Function.ToString();

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Enum.IsDefined(Function), "ActivationSpec.Function", "a known activation", Function);
        return inputShape;
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new ActivationModule(Function);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        ActivationKernels.Create(Function, FlatWidth(inputShape));
}
