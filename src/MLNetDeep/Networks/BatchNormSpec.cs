using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>
/// Batch normalisation of each feature, or of each channel over all pixels (arXiv:1502.03167): batch statistics while training, running
/// ones when scoring.
/// </summary>
/// <param name="Momentum">Share of the newest batch in the running statistics; above 0 and at most 1, PyTorch's default 0.1.</param>
/// <param name="Epsilon">Added to the variance; above 0, PyTorch's default 1e-5.</param>
public sealed record BatchNormSpec(double Momentum = 0.1, double Epsilon = 1e-5) : LayerSpec
{
    /// <summary>What the step size of the scales is multiplied by.</summary>
    /// <value>Default 1; 0 leaves them at 1, as airbench has it (arXiv:2404.00498). Finite and at least 0.</value>
    public double WeightLearningRateFactor { get; init; } = 1;

    /// <summary>What the step size of the shifts is multiplied by.</summary>
    /// <value>Default 1; airbench takes 64 (arXiv:2404.00498). Finite and at least 0.</value>
    public double BiasLearningRateFactor { get; init; } = 1;

    internal override bool UsesBatchStatistics => true;

    /// <inheritdoc/>
    public override string Describe() => "BatchNorm";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Momentum is > 0 and <= 1, "BatchNormSpec.Momentum", "above 0 and at most 1", Momentum);
        Require(Epsilon > 0 && double.IsFinite(Epsilon), "BatchNormSpec.Epsilon", "finite and above 0", Epsilon);
        RequireFactor(WeightLearningRateFactor, "BatchNormSpec.WeightLearningRateFactor");
        RequireFactor(BiasLearningRateFactor, "BatchNormSpec.BiasLearningRateFactor");
        RowWidth(inputShape);
        return inputShape;
    }

    internal override bool IsStepwise => true;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        int[] shape = [RowWidth(inputShape)];
        return
        [
            new LayerTensor("weight", shape, Initializer.Constant(1), LearningRateFactor: (float)WeightLearningRateFactor),
            new LayerTensor("bias", shape, Initializer.Constant(0), LearningRateFactor: (float)BiasLearningRateFactor),
            new LayerTensor("running_mean", shape, Initializer.Constant(0), IsParameter: false),
            new LayerTensor("running_var", shape, Initializer.Constant(1), IsParameter: false),
        ];
    }

    internal override LayerModule CreateModule(ModuleContext context) => new BatchNormModule(this, context);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer CreateManagedLayer(ManagedContext context) => new BatchNormLayer(context, this);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        (float[] scale, float[] shift) = Affine(weights);
        return OverLastDimension(inputShape, new AffineKernel(scale.Length, scale, shift));
    }

    /// <summary>What each feature is multiplied by when rows are scored, and what is added then.</summary>
    internal (float[] Scale, float[] Shift) Affine(LayerWeights weights)
    {
        int width = weights["weight"].Length;
        (float[] scale, float[] shift) = (new float[width], new float[width]);
        for (int i = 0; i < width; i++)
        {
            double factor = weights["weight"][i] / Math.Sqrt(weights["running_var"][i] + Epsilon);
            scale[i] = (float)factor;
            shift[i] = (float)(weights["bias"][i] - weights["running_mean"][i] * factor);
        }

        return (scale, shift);
    }
}
