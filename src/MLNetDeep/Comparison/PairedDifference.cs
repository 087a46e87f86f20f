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
    string Candidate, string Reference, string MetricName, double Mean, double StandardDeviation, double PValue);
