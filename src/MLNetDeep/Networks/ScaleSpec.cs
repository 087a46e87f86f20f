using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>
/// Multiplies each feature by a learned factor that starts at 1, a soft selection of features; RealMLP's scaling layer
/// (arXiv:2407.04491).
/// </summary>
/// <param name="LearningRateFactor">What the step size of the factors is multiplied by; finite and at least 0, RealMLP's 6.</param>
public sealed record ScaleSpec(double LearningRateFactor = 6) : LayerSpec
{
    /// <summary>What the weight decay of the factors is multiplied by.</summary>
    /// <value>Default 1: features that do not help fade. Finite and at least 0.</value>
    public double DecayFactor { get; init; } = 1;

    /// <inheritdoc/>
    public override string Describe() => "Scale";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        RequireFactor(LearningRateFactor, "ScaleSpec.LearningRateFactor");
        RequireFactor(DecayFactor, "ScaleSpec.DecayFactor");
        RowWidth(inputShape);
        return inputShape;
    }

    internal override bool IsStepwise => true;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) =>
    [
        new LayerTensor(
            "weight", [inputShape[^1]], Initializer.Constant(1), DecayFactor: (float)DecayFactor, LearningRateFactor: (float)LearningRateFactor),
    ];

    internal override LayerModule CreateModule(ModuleContext context) => new ScaleModule(context["weight"]);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer CreateManagedLayer(ManagedContext context) => new ScaleLayer(context, context["weight"]);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        OverLastDimension(inputShape, new AffineKernel(inputShape[^1], weights["weight"].ToArray(), new float[inputShape[^1]]));
}
