namespace MLNetDeep.Comparison;

/// <summary>What a regression missed by, truth less prediction, on the rows that it had not learnt from.</summary>
public sealed record ResidualSummary
{
    private static readonly double[] Shares = [0.05, 0.25, 0.5, 0.75, 0.95];

    internal ResidualSummary()
    {
    }

    /// <summary>Number of rows.</summary>
    public required int RowCount { get; init; }

    /// <summary>Mean residual: above 0 the model predicts too little.</summary>
    public required double Mean { get; init; }

    /// <summary>Sample standard deviation of the residuals.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>Half of the residuals are smaller in size.</summary>
    public required double MedianAbsolute { get; init; }

    /// <summary>The largest residual in size.</summary>
    public required double MaximumAbsolute { get; init; }

    /// <summary>The 5 %, 25 %, 50 %, 75 % and 95 % quantiles of the residuals.</summary>
    public required IReadOnlyList<double> Quantiles { get; init; }

    /// <summary>
    /// Spearman's correlation of the residuals' size with the prediction: far from 0, large predictions are less (above) or more (below)
    /// exact than small ones.
    /// </summary>
    public required double SpreadWithPrediction { get; init; }

    /// <summary>The share of labels between the model's bounds; null when it gives none.</summary>
    public double? IntervalCoverage { get; init; }

    /// <summary>Mean distance of the model's bounds; null when it gives none.</summary>
    public double? MeanIntervalWidth { get; init; }

    internal static ResidualSummary Measure(FoldScores scores)
    {
        var residuals = new double[scores.RowCount];
        for (var row = 0; row < residuals.Length; row++)
            residuals[row] = (double)scores.Labels[row] - scores.Scores[row];
        var sizes = Array.ConvertAll(residuals, Math.Abs);
        double[] sorted = [.. residuals.Order()];
        return new ResidualSummary
        {
            RowCount = residuals.Length,
            Mean = residuals.Average(),
            StandardDeviation = Statistics.StandardDeviation(residuals),
            MedianAbsolute = Statistics.Quantile([.. sizes.Order()], 0.5),
            MaximumAbsolute = sizes.Max(),
            Quantiles = [.. Shares.Select(share => Statistics.Quantile(sorted, share))],
            SpreadWithPrediction = Statistics.Correlation(
                Ranks.Of(sizes), Ranks.Of([.. scores.Scores.ToArray().Select(score => (double)score)])),
            IntervalCoverage = scores.LowerBounds.IsEmpty ? null : Coverage(scores),
            MeanIntervalWidth = scores.LowerBounds.IsEmpty ? null : Width(scores),
        };
    }

    private static double Coverage(FoldScores scores)
    {
        var inside = 0;
        for (var row = 0; row < scores.RowCount; row++)
            inside += scores.Labels[row] >= scores.LowerBounds[row] && scores.Labels[row] <= scores.UpperBounds[row] ? 1 : 0;
        return inside / (double)scores.RowCount;
    }

    private static double Width(FoldScores scores)
    {
        var sum = 0.0;
        for (var row = 0; row < scores.RowCount; row++)
            sum += (double)scores.UpperBounds[row] - scores.LowerBounds[row];
        return sum / scores.RowCount;
    }
}
