using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>Layer normalisation (arXiv:1607.06450): each row is brought to mean 0 and variance 1 over its last dimension.</summary>
/// <param name="Epsilon">Added to the variance; above 0, PyTorch's default 1e-5.</param>
public sealed record LayerNormSpec(double Epsilon = 1e-5) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => "LayerNorm";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Epsilon > 0 && double.IsFinite(Epsilon), "LayerNormSpec.Epsilon", "finite and above 0", Epsilon);
        RowWidth(inputShape);
        return inputShape;
    }

    internal override bool IsStepwise => true;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        int[] shape = [RowWidth(inputShape)];
        return [new LayerTensor("weight", shape, Initializer.Constant(1)), new LayerTensor("bias", shape, Initializer.Constant(0))];
    }

    internal override LayerModule CreateModule(ModuleContext context) => new LayerNormModule(this, context);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer CreateManagedLayer(ManagedContext context) => new LayerNormLayer(context, Epsilon);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        OverLastDimension(inputShape, new LayerNormKernel(weights["weight"], weights["bias"], (float)Epsilon));
}
