namespace MLNetDeep.Comparison;

/// <summary>How far one forecaster is ahead of another over the same origins.</summary>
/// <param name="Candidate">The forecaster.</param>
/// <param name="Reference">The one it is set against.</param>
/// <param name="Metric">The measure; a root mean squared error is compared by its square.</param>
/// <param name="Mean">Mean over the origins of the candidate's loss minus the reference's: below 0 the candidate is better.</param>
/// <param name="LowerBound">Lower end of the 95 % interval of the mean; NaN with one origin.</param>
/// <param name="UpperBound">Upper end of the 95 % interval of the mean; NaN with one origin.</param>
/// <param name="PValue">
/// Two-sided p-value of "no difference", by the test of Diebold and Mariano (Journal of Business and Economic Statistics 13, 1995) with
/// the correction of Harvey, Leybourne and Newbold (International Journal of Forecasting 13, 1997); NaN with one origin.
/// </param>
/// <param name="OriginCount">Number of origins.</param>
public sealed record ForecastDifference(
    string Candidate, string Reference, BacktestMetric Metric, double Mean, double LowerBound, double UpperBound, double PValue,
    int OriginCount);
