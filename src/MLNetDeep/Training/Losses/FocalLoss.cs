using MLNetDeep.Tasks;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>
/// The logistic loss or cross-entropy times (1 − p)^γ, where p is the probability of the true class: rows that are clear count less
/// (arXiv:1708.02002).
/// </summary>
public sealed record FocalLoss : LossFunction, IBinaryLoss, IClassLoss
{
    /// <summary>How much less a clear row counts.</summary>
    /// <value>Default 2, the paper's. Finite and at least 0; 0 is the plain loss.</value>
    public double Gamma { get; init; } = 2;

    /// <summary>What the positive class counts; the negative one counts 1 minus that. For binary and multi-label classification.</summary>
    /// <value>
    /// Default <see langword="null"/>: both count 1. Above 0 and below 1; the paper takes 0.25. With several classes use
    /// <see cref="DeepTrainerOptions.ClassWeights"/>.
    /// </value>
    public double? Alpha { get; init; }

    internal override bool TakesLabelSmoothing => true;

    internal override void Check(OptionRules rules)
    {
        rules.RequireNotNegative(Gamma, nameof(Gamma));
        rules.Require(Alpha is null or (> 0 and < 1), nameof(Alpha), "above 0 and below 1, or null", Alpha);
    }

    /// <remarks>With 1 − p = exp(−softplus(z)) for the positive class, nothing is lost where p is next to 0 or 1.</remarks>
    torch.Tensor IBinaryLoss.Elements(torch.Tensor logits, torch.Tensor targets)
    {
        var negative = logits.softplus(); // −log(1 − p)
        var positive = negative - logits; // −log p
        var onPositive = positive * (negative * -Gamma).exp() * targets;
        var onNegative = negative * (positive * -Gamma).exp() * (1 - targets);
        return Alpha is { } alpha ? (onPositive * alpha) + (onNegative * (1 - alpha)) : onPositive + onNegative;
    }

    double IBinaryLoss.Value(double logit, double target)
    {
        double negative = BinaryMeasures.Softplus(logit), positive = BinaryMeasures.Softplus(-logit);
        return ((Alpha ?? 1) * target * positive * Math.Exp(-Gamma * negative))
            + ((1 - Alpha ?? 1) * (1 - target) * negative * Math.Exp(-Gamma * positive));
    }

    torch.Tensor IClassLoss.Rows(torch.Tensor logits, torch.Tensor labels, double labelSmoothing)
    {
        var logs = logits.log_softmax(1); // [rows, classes]
        // Away from 0, where a power below 1 has no slope.
        var scaled = logs * (1 - logs.exp()).clamp_min(1e-7).pow(Gamma);
        var losses = torch.nn.functional.nll_loss(scaled, labels, reduction: torch.nn.Reduction.None);
        return labelSmoothing > 0 ? (losses * (1 - labelSmoothing)) - (scaled.mean([1]) * labelSmoothing) : losses;
    }

    double IClassLoss.Value(ReadOnlySpan<float> logits, int label)
    {
        var loss = ClassMeasures.LogLoss(logits, label);
        return loss * Math.Pow(Math.Max(1 - Math.Exp(-loss), 1e-7), Gamma);
    }

    double IBinaryLoss.Slope(double logit, double target)
    {
        double negative = BinaryMeasures.Softplus(logit), positive = BinaryMeasures.Softplus(-logit);
        var probability = BinaryMeasures.Logistic(logit);
        var onPositive = Math.Exp(-Gamma * negative) * (probability - 1 - (Gamma * probability * positive));
        var onNegative = Math.Exp(-Gamma * positive) * (probability + (Gamma * (1 - probability) * negative));
        return ((Alpha ?? 1) * target * onPositive) + ((1 - Alpha ?? 1) * (1 - target) * onNegative);
    }

    double IClassLoss.Derive(ReadOnlySpan<float> logits, int label, double labelSmoothing, Span<float> slopes)
    {
        // By the logarithms of the probabilities first, then by the logits.
        var logSum = ClassMeasures.SoftMax(logits, slopes);
        double loss = 0, sum = 0;
        var derivatives = new double[logits.Length];
        for (var index = 0; index < logits.Length; index++)
        {
            var share = (index == label ? 1 - labelSmoothing : 0) + (labelSmoothing / logits.Length);
            double log = logits[index] - logSum, rest = 1 - Math.Exp(log);
            var factor = Math.Pow(Math.Max(rest, 1e-7), Gamma);
            loss -= share * log * factor;
            var byFactor = rest > 1e-7 ? log * Gamma * Math.Pow(rest, Gamma - 1) * (1 - rest) : 0;
            derivatives[index] = -share * (factor - byFactor);
            sum += derivatives[index];
        }
        for (var index = 0; index < logits.Length; index++)
            slopes[index] = (float)(derivatives[index] - (slopes[index] * sum));
        return loss;
    }
}
