using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>A fully connected layer: y = x W^T + b.</summary>
/// <param name="OutFeatures">Width of its output; at least 1.</param>
/// <param name="Bias">Whether b is there; default true.</param>
/// <param name="Initialization">How W starts; b starts at 0.</param>
public sealed record LinearSpec(
    int OutFeatures, bool Bias = true, WeightInitialization Initialization = WeightInitialization.Kaiming) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => $"Linear {OutFeatures}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(OutFeatures >= 1, "LinearSpec.OutFeatures", "at least 1", OutFeatures);
        Require(Enum.IsDefined(Initialization), "LinearSpec.Initialization", "a known initialization", Initialization);
        FlatWidth(inputShape);
        return [OutFeatures];
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        int inputs = FlatWidth(inputShape);
        double variance = Initialization switch
        {
            WeightInitialization.Glorot => 2.0 / ((double)inputs + OutFeatures),
            WeightInitialization.LeCun => 1.0 / inputs,
            _ => 2.0 / inputs,
        };
        var weight = new LayerTensor("weight", [OutFeatures, inputs], Initializer.Normal(0, Math.Sqrt(variance)), DecayFactor: 1);
        return Bias ? [weight, new LayerTensor("bias", [OutFeatures], Initializer.Constant(0))] : [weight];
    }

    internal override LayerModule CreateModule(ModuleContext context) => new LinearModule(context["weight"], Bias ? context["bias"] : null);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new LinearKernel(FlatWidth(inputShape), OutFeatures, weights["weight"], Bias ? weights["bias"] : []);
}
