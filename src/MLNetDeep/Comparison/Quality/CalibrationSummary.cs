namespace MLNetDeep.Comparison;

/// <summary>
/// Whether a classifier's probabilities come true, on the rows that it had not learnt from. For two classes the event is the positive
/// class; for several it is that the class with the highest probability is right (its "confidence", Guo and others, arXiv:1706.04599).
/// </summary>
public sealed record CalibrationSummary
{
    /// <summary>Number of bins that probabilities are sorted into.</summary>
    public const int BinCount = 10;

    internal CalibrationSummary()
    {
    }

    /// <summary>Number of rows.</summary>
    public required int RowCount { get; init; }

    /// <summary>Mean probability of the event less its frequency: above 0 the model promises too much.</summary>
    public required double Bias { get; init; }

    /// <summary>
    /// Expected calibration error: the mean distance of probability and frequency over bins of equal width, each bin by its rows (Naeini
    /// and
    /// others, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015).
    /// </summary>
    public required double ExpectedError { get; init; }

    /// <summary>The same over bins of equally many rows, which the place of the bins' edges disturbs less.</summary>
    public required double ExpectedErrorOfEqualCounts { get; init; }

    /// <summary>Maximum calibration error: the largest distance of probability and frequency in any bin of equal width.</summary>
    public required double MaximumError { get; init; }

    /// <summary>
    /// What <see cref="ExpectedError"/> would be about by chance alone, were the probabilities exactly right: with few rows it is far
    /// from 0.
    /// </summary>
    public required double ErrorByChance { get; init; }

    /// <summary>
    /// Brier score: mean squared distance of probabilities and truth; over the positive class of two, over all classes summed of several
    /// (Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78, 1950).
    /// </summary>
    public required double BrierScore { get; init; }

    /// <summary>
    /// Part of the event's Brier score that calibration would take away: Σ rows · (probability − frequency)² over the bins of equal width
    /// (Murphy, "A new vector partition of the probability score", Journal of Applied Meteorology 12, 1973).
    /// </summary>
    public required double Reliability { get; init; }

    /// <summary>Part that the model earns by telling rows apart: Σ rows · (frequency of the bin − frequency of all)².</summary>
    public required double Resolution { get; init; }

    /// <summary>The Brier score of always giving the frequency of all rows.</summary>
    public required double Uncertainty { get; init; }

    /// <summary>
    /// What the bins do not see, since probabilities within one differ: reliability − resolution + uncertainty + this is the event's Brier
    /// score (Stephenson and others, "Two extra components in the Brier score decomposition", Weather and Forecasting 23, 2008).
    /// </summary>
    public required double WithinBins { get; init; }

    /// <summary>The reliability diagram, bins of equal width; bins without rows are left out.</summary>
    public required IReadOnlyList<ReliabilityBin> Bins { get; init; }

    /// <summary>The reliability diagram, bins of equally many rows.</summary>
    public required IReadOnlyList<ReliabilityBin> BinsOfEqualCounts { get; init; }
}
