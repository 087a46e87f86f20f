using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// Reversible instance normalisation around inner layers: each window's targets are brought to one level, or to one level and spread,
/// and what the inner layers make of them is brought back. The inner layers so learn the shape of a window whatever its level
/// (RevIN, Kim et al., ICLR 2022, openreview.net/forum?id=cGDAkQo1C0p; NLinear, arXiv:2205.13504).
/// </summary>
/// <remarks>
/// A row is flat. It starts with <paramref name="StepCount"/> steps of <paramref name="FeatureCount"/> features each, oldest step first,
/// of which the first <paramref name="TargetCount"/> are the targets; other features, and all that follows the steps, reach the inner
/// layers unchanged. The inner layers put out flat rows in which target follows target, each with
/// <see cref="OutputsPerTarget"/> neighbouring numbers, as often as there are steps ahead.
/// </remarks>
/// <param name="Normalization">What is taken out and given back.</param>
/// <param name="StepCount">Steps at the start of a row; at least 1.</param>
/// <param name="FeatureCount">Features of a step; at least 1.</param>
/// <param name="TargetCount">How many of them are targets; at least 1.</param>
/// <param name="Layers">The inner layers, first to last; none is the identity.</param>
public sealed record WindowNormSpec(
    WindowNormKind Normalization, int StepCount, int FeatureCount, int TargetCount, IReadOnlyList<LayerSpec> Layers) : LayerSpec
{
    /// <summary>Neighbouring outputs that belong to one target at one step ahead, such as its quantiles.</summary>
    /// <value>Default 1. At least 1.</value>
    public int OutputsPerTarget { get; init; } = 1;

    /// <summary>Whether each normalised target is multiplied by a learned weight and shifted by a learned bias, and back behind.</summary>
    /// <value>Default <see langword="false"/>; RevIN's own default is true.</value>
    public bool Affine { get; init; }

    /// <summary>Added to a window's variance; a window without spread is divided by its root.</summary>
    /// <value>Default 1e-5, RevIN's. Finite and above 0.</value>
    public double Epsilon { get; init; } = 1e-5;

    internal bool HasDeviation => Normalization != WindowNormKind.LastValue;

    internal override bool UsesBatchStatistics => Layers.Any(layer => layer.UsesBatchStatistics);

    internal override bool IsDataDriven => Layers.Any(layer => layer.IsDataDriven);

    /// <inheritdoc/>
    public override string Describe() => $"WindowNorm {Normalization}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        int width = FlatWidth(inputShape);
        Require(Enum.IsDefined(Normalization), "WindowNormSpec.Normalization", "one of the kinds", Normalization);
        Require(StepCount >= 1, "WindowNormSpec.StepCount", "at least 1", StepCount);
        Require(FeatureCount >= 1, "WindowNormSpec.FeatureCount", "at least 1", FeatureCount);
        Require(
            TargetCount >= 1 && TargetCount <= FeatureCount, "WindowNormSpec.TargetCount", $"from 1 to FeatureCount {FeatureCount}",
            TargetCount);
        Require(
            (long)StepCount * FeatureCount <= width, "WindowNormSpec.StepCount",
            $"at most {width / FeatureCount}, as a row of {width} numbers allows", StepCount);
        Require(OutputsPerTarget >= 1, "WindowNormSpec.OutputsPerTarget", "at least 1", OutputsPerTarget);
        Require(Epsilon > 0 && double.IsFinite(Epsilon), "WindowNormSpec.Epsilon", "finite and above 0", Epsilon);
        IReadOnlyList<int> outputShape = GetStacks(inputShape)[0].OutputShape;
        if (outputShape.Count != 1 || outputShape[0] % (TargetCount * OutputsPerTarget) != 0)
        {
            throw new ArgumentException(
                $"the inner layers must put out flat rows of a multiple of {TargetCount} targets x {OutputsPerTarget} numbers, but put out "
                + $"{NetworkSpec.Format(outputShape)}.");
        }

        return outputShape;
    }

    internal override IReadOnlyList<LayerStack> GetStacks(IReadOnlyList<int> inputShape) => [new LayerStack("inner", Layers, inputShape)];

    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape) => null;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        IEnumerable<LayerTensor> inner = GetStacks(inputShape)[0].GetTensors();
        return Affine
            ?
            [
                new LayerTensor("affine_weight", [TargetCount], Initializer.Constant(1)),
                new LayerTensor("affine_bias", [TargetCount], Initializer.Constant(0)), .. inner,
            ]
            : [.. inner];
    }

    internal override LayerModule CreateModule(ModuleContext context) =>
        new WindowNormModule(this, context, GetStacks(context.InputShape)[0].CreateModule(context));

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        LayerStack stack = GetStacks(inputShape)[0];
        (float[] weight, float[] bias) = Affine ? (weights["affine_weight"].ToArray(), weights["affine_bias"].ToArray()) : ([], []);
        return new WindowNormKernel(this, inputShape[0], stack.OutputShape[0], stack.CreateKernel(weights), weight, bias);
    }

    /// <summary>Equal when both normalise alike around equal layers.</summary>
    /// <param name="other">The layer to compare with.</param>
    /// <returns>Whether both do the same.</returns>
    public bool Equals(WindowNormSpec? other) =>
        other is not null && Normalization == other.Normalization && StepCount == other.StepCount && FeatureCount == other.FeatureCount
        && TargetCount == other.TargetCount && OutputsPerTarget == other.OutputsPerTarget && Affine == other.Affine
        && Epsilon.Equals(other.Epsilon) && Layers.SequenceEqual(other.Layers);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Layers.Aggregate(HashCode.Combine(Normalization, StepCount, FeatureCount, TargetCount, OutputsPerTarget, Affine), HashCode.Combine);
}
