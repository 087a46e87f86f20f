using System.Text.Json.Serialization;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>A fully connected layer over the last dimension: y = x W^T + b.</summary>
/// <param name="OutFeatures">Width of its output; at least 1.</param>
/// <param name="Bias">Whether b is there; default true.</param>
/// <param name="Initialization">How W starts.</param>
public sealed record LinearSpec(
    int OutFeatures, bool Bias = true, WeightInitialization Initialization = WeightInitialization.Kaiming) : LayerSpec
{
    /// <summary>How b starts.</summary>
    /// <value>Default <see cref="BiasInitialization.Zeros"/>.</value>
    public BiasInitialization BiasInitialization { get; init; }

    /// <summary>Whether the layer is y = x W^T / sqrt(inputs) + b, so that one step size suits layers of all widths.</summary>
    /// <value>
    /// Default <see langword="false"/>. RealMLP has it (arXiv:2407.04491), with
    /// <see cref="WeightInitialization.StandardNormal"/> or <see cref="WeightInitialization.UnitOutput"/>.
    /// </value>
    public bool NtkParametrization { get; init; }

    /// <summary>A number that x W^T is multiplied by, so that an output layer starts with small scores and learns them slowly.</summary>
    /// <value>
    /// Default <see langword="null"/>: 1. Finite and above 0; 1/8 in David Page's cifar10-fast, 1/9 in airbench (arXiv:2404.00498). Comes
    /// on top of <see cref="NtkParametrization"/>.
    /// </value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ProductFactor { get; init; }

    /// <summary>What the step size of W is multiplied by.</summary>
    /// <value>Default 1. Finite and at least 0.</value>
    public double WeightLearningRateFactor { get; init; } = 1;

    /// <summary>What the step size of b is multiplied by.</summary>
    /// <value>Default 1; RealMLP takes 0.1 (arXiv:2407.04491). Finite and at least 0.</value>
    public double BiasLearningRateFactor { get; init; } = 1;

    /// <summary>What the weight decay of W is multiplied by.</summary>
    /// <value>Default 1. Finite and at least 0.</value>
    public double WeightDecayFactor { get; init; } = 1;

    /// <summary>What the weight decay of b is multiplied by.</summary>
    /// <value>Default 0: biases do not decay. Finite and at least 0.</value>
    public double BiasDecayFactor { get; init; }

    internal override bool IsDataDriven =>
        Initialization == WeightInitialization.UnitOutput || (Bias && BiasInitialization == BiasInitialization.AtData);

    /// <inheritdoc/>
    public override string Describe() => NtkParametrization ? $"Linear {OutFeatures}, NTK" : $"Linear {OutFeatures}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(OutFeatures >= 1, "LinearSpec.OutFeatures", "at least 1", OutFeatures);
        Require(Enum.IsDefined(Initialization), "LinearSpec.Initialization", "a known initialization", Initialization);
        Require(
            Initialization != WeightInitialization.PatchWhitening, "LinearSpec.Initialization", "one that is not for convolutions alone",
            Initialization);
        Require(Enum.IsDefined(BiasInitialization), "LinearSpec.BiasInitialization", "a known initialization", BiasInitialization);
        Require(
            ProductFactor is null || (double.IsFinite(ProductFactor.Value) && ProductFactor > 0), "LinearSpec.ProductFactor",
            "finite and above 0", ProductFactor ?? 1);
        RequireFactor(WeightLearningRateFactor, "LinearSpec.WeightLearningRateFactor");
        RequireFactor(BiasLearningRateFactor, "LinearSpec.BiasLearningRateFactor");
        RequireFactor(WeightDecayFactor, "LinearSpec.WeightDecayFactor");
        RequireFactor(BiasDecayFactor, "LinearSpec.BiasDecayFactor");
        RowWidth(inputShape);
        return WithLast(inputShape, OutFeatures);
    }

    internal override long GetMultiplyAdds(IReadOnlyList<int> inputShape) => checked(Count(inputShape) * OutFeatures);

    internal override bool IsStepwise => true;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        int inputs = RowWidth(inputShape);
        var weight = new LayerTensor(
            "weight", [OutFeatures, inputs], Initializer.Of(Initialization, inputs, OutFeatures),
            DecayFactor: (float)WeightDecayFactor, LearningRateFactor: (float)WeightLearningRateFactor);
        if (!Bias)
            return [weight];
        var bias = new LayerTensor(
            "bias", [OutFeatures], Initializer.Of(BiasInitialization, inputs),
            DecayFactor: (float)BiasDecayFactor, LearningRateFactor: (float)BiasLearningRateFactor);
        return [weight, bias];
    }

    internal override LayerModule CreateModule(ModuleContext context) => new LinearModule(this, context);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer CreateManagedLayer(ManagedContext context) =>
        new LinearLayer(context, OutFeatures, Bias ? context["bias"] : null, Scale(RowWidth(context.InputShape)));

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        int inputs = RowWidth(inputShape);
        ReadOnlySpan<float> bias = Bias ? weights["bias"] : [];
        float scale = Scale(inputs);
        if (scale == 1)
            return OverLastDimension(inputShape, new LinearKernel(inputs, OutFeatures, weights["weight"], bias));
        float[] scaled = weights["weight"].ToArray();
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] *= scale;
        return OverLastDimension(inputShape, new LinearKernel(inputs, OutFeatures, scaled, bias));
    }

    /// <summary>What the product is multiplied by.</summary>
    internal float Scale(int inputs) => (float)((ProductFactor ?? 1) * (NtkParametrization ? 1 / Math.Sqrt(inputs) : 1));
}
