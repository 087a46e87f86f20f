using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>A linear layer of its own for each member of an ensemble: the heads of TabM, or several networks trained side by
/// side.</summary>
/// <param name="OutFeatures">Width of its output; at least 1.</param>
/// <param name="Initialization">How the matrices start; PyTorch's way, as in TabM (arXiv:2410.24210).</param>
/// <param name="BiasInitialization">How the biases start.</param>
public sealed record MemberLinearSpec(
    int OutFeatures,
    WeightInitialization Initialization = WeightInitialization.FanInUniform,
    BiasInitialization BiasInitialization = BiasInitialization.FanInUniform) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => $"MemberLinear {OutFeatures}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(OutFeatures >= 1, "MemberLinearSpec.OutFeatures", "at least 1", OutFeatures);
        bool isKnown = Enum.IsDefined(Initialization) && Initialization
            is not (WeightInitialization.UnitOutput or WeightInitialization.Orthogonal or WeightInitialization.Dirac
                or WeightInitialization.PatchWhitening);
        Require(isKnown, "MemberLinearSpec.Initialization", "one that draws each number by itself", Initialization);
        bool isKnownBias = Enum.IsDefined(BiasInitialization) && BiasInitialization != BiasInitialization.AtData;
        Require(isKnownBias, "MemberLinearSpec.BiasInitialization", "one that needs no data", BiasInitialization);
        RequireMembers(inputShape);
        return WithLast(inputShape, OutFeatures);
    }

    internal override long GetMultiplyAdds(IReadOnlyList<int> inputShape) => checked(Count(inputShape) * OutFeatures);

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        (int members, int inputs) = (inputShape[0], inputShape[1]);
        Initializer weight = Initializer.Of(Initialization, inputs, OutFeatures);
        return
        [
            new LayerTensor("weight", [members, OutFeatures, inputs], weight, DecayFactor: 1),
            new LayerTensor("bias", [members, OutFeatures], Initializer.Of(BiasInitialization, inputs)),
        ];
    }

    internal override LayerModule CreateModule(ModuleContext context) => new MemberLinearModule(context);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer CreateManagedLayer(ManagedContext context) => new MemberLinearLayer(context, OutFeatures);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new MemberLinearKernel(inputShape[0], inputShape[1], OutFeatures, weights["weight"], weights["bias"]);
}
