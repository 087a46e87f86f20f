using System.Numerics.Tensors;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>
/// How much a score lacks to be on the right side by a margin, as in support vector machines: max(0, margin − y·z) with y of ±1; with
/// several classes max(0, margin + largest other score − own score) (Crammer and Singer, JMLR 2, 2001).
/// </summary>
/// <remarks>Scores are no log-odds then: probabilities are rough unless <see cref="DeepTrainerOptions.Calibration"/> mends them.</remarks>
public sealed record HingeLoss : LossFunction, IBinaryLoss, IClassLoss
{
    /// <summary>How far on the right side a score must be for no loss.</summary>
    /// <value>Default 1, as scikit-learn's. Finite and at least 0; 0 is the perceptron's criterion.</value>
    public double Margin { get; init; } = 1;

    internal override void Check(OptionRules rules) => rules.RequireNotNegative(Margin, nameof(Margin));

    torch.Tensor IBinaryLoss.Elements(torch.Tensor logits, torch.Tensor targets) => (Margin - (((targets * 2) - 1) * logits)).relu();

    double IBinaryLoss.Value(double logit, double target) => Math.Max(0, Margin - (((2 * target) - 1) * logit));

    torch.Tensor IClassLoss.Rows(torch.Tensor logits, torch.Tensor labels, double labelSmoothing)
    {
        // Each other class gets the margin on top, the own one none: the largest is then at least the own score.
        var lead = torch.nn.functional.one_hot(labels, LabelCount(logits)).to(torch.ScalarType.Float32) * -Margin;
        var own = torch.nn.functional.nll_loss(logits, labels, reduction: torch.nn.Reduction.None); // −own score
        return (logits + lead).amax(1) + Margin + own;
    }

    double IClassLoss.Value(ReadOnlySpan<float> logits, int label)
    {
        var largest = Math.Max(
            label == 0 ? double.NegativeInfinity : TensorPrimitives.Max(logits[..label]),
            label == logits.Length - 1 ? double.NegativeInfinity : TensorPrimitives.Max(logits[(label + 1)..]));
        return Math.Max(0, Margin + largest - logits[label]);
    }

    double IBinaryLoss.Slope(double logit, double target) => Margin - (((2 * target) - 1) * logit) > 0 ? 1 - (2 * target) : 0;

    /// <remarks>Equal largest scores share the slope, as they do in libtorch.</remarks>
    double IClassLoss.Derive(ReadOnlySpan<float> logits, int label, double labelSmoothing, Span<float> slopes)
    {
        var (largest, count) = (float.NegativeInfinity, 0);
        for (var index = 0; index < logits.Length; index++)
        {
            // What the operators compute in float32, so that ties are theirs.
            slopes[index] = logits[index] + (index == label ? (float)-Margin : 0f);
            count = slopes[index] > largest ? 1 : slopes[index] == largest ? count + 1 : count;
            largest = Math.Max(largest, slopes[index]);
        }
        for (var index = 0; index < logits.Length; index++)
            slopes[index] = slopes[index] == largest ? 1f / count : 0;
        slopes[label] -= 1;
        return Margin + largest - logits[label];
    }

    private static long LabelCount(torch.Tensor logits) => logits.size(1);
}
