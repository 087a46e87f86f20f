namespace MLNetDeep.Comparison;

/// <summary>A metric's mean over the folds, and where its true value lies with the comparison's confidence.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="LowerBound">The lower end; NaN with one fold, which tells nothing about others.</param>
/// <param name="UpperBound">The upper end; NaN with one fold.</param>
/// <remarks>
/// The interval is Student's, the variance corrected for folds that share training rows as in the corrected resampled t-test (Nadeau and
/// Bengio, "Inference for the generalization error", Machine Learning 52, 2003). So it allows for another training set as well as for other
/// test rows, which drawing test rows anew (the bootstrap) would not; and it suits every metric alike.
/// </remarks>
public sealed record MetricInterval(double Mean, double LowerBound, double UpperBound);
