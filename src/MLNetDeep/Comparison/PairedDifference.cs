namespace MLNetDeep.Comparison;

/// <summary>How far one candidate is ahead of another on the same folds.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Reference">The one it is set against.</param>
/// <param name="MetricName">The metric.</param>
/// <param name="Mean">Mean over the folds of candidate minus reference, in the metric's own direction.</param>
/// <param name="StandardDeviation">Sample standard deviation of the differences.</param>
/// <param name="PValue">
/// Two-sided p-value of "no difference", by the corrected resampled t-test (Nadeau and Bengio, 2003), which allows for
/// the folds' models sharing most of their training rows.
/// </param>
public sealed record PairedDifference(
    string Candidate, string Reference, string MetricName, double Mean, double StandardDeviation, double PValue)
{
    /// <summary>Lower end of the interval of the mean, with the comparison's confidence; NaN with one fold.</summary>
    public double LowerBound { get; init; } = double.NaN;

    /// <summary>Upper end of the interval of the mean, with the comparison's confidence; NaN with one fold.</summary>
    public double UpperBound { get; init; } = double.NaN;

    /// <summary>
    /// Two-sided p-value of "no difference" by Wilcoxon's signed-rank test over the folds, exact up to 50 folds. It asks for no normal
    /// differences, but takes folds for independent, which they are not quite; and with n folds it cannot fall below 2 / 2ⁿ.
    /// </summary>
    public double WilcoxonPValue { get; init; } = double.NaN;

    /// <summary>
    /// <see cref="PValue"/> after Holm's correction for all candidates that were set against the same one; the same as it when this is the
    /// only one.
    /// </summary>
    public double AdjustedPValue { get; init; } = PValue;

    /// <summary><see cref="WilcoxonPValue"/> after Holm's correction, likewise.</summary>
    public double AdjustedWilcoxonPValue { get; init; } = double.NaN;
}
