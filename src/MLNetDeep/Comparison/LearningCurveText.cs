namespace MLNetDeep.Comparison;

/// <summary>Says in sentences what learning curves come to.</summary>
internal static class LearningCurveText
{
    public static IReadOnlyList<string> Findings(ComparisonResult result, double testShare) =>
        [.. result.Candidates.Where(c => c.LearningCurve.Count > 1).Select(c => Finding(result, c, testShare))];

    /// <summary>
    /// The exponent b of a power law, error = a · rows to the power of −b, fitted to the logarithms of a curve's points; 0 when it cannot be
    /// (learning curves are mostly such, Hestness and others, arXiv:1712.00409).
    /// </summary>
    public static double Exponent(IReadOnlyList<(double Rows, double Error)> points)
    {
        if (points.Any(point => !(point.Error > 0)))
            return 0;
        double[] x = [.. points.Select(point => Math.Log(point.Rows))];
        double[] y = [.. points.Select(point => Math.Log(point.Error))];
        var (meanX, meanY) = (x.Average(), y.Average());
        var spread = x.Sum(value => (value - meanX) * (value - meanX));
        return spread == 0 ? 0 : -x.Zip(y).Sum(pair => (pair.First - meanX) * (pair.Second - meanY)) / spread;
    }

    private static string Finding(ComparisonResult result, CandidateOutcome candidate, double testShare)
    {
        var metric = result.Metrics[0];
        var (part, whole) = (candidate.LearningCurve[^2], candidate.LearningCurve[^1]);
        double[] gains = [.. whole.Folds.Zip(part.Folds, (all, some) => metric.HigherIsBetter
            ? all.Values[0] - some.Values[0]
            : some.Values[0] - all.Values[0])];
        var gain = gains.Average();
        var p = Statistics.CorrectedPairedPValue(gains, testShare);
        var from = $"from {NumberText.Percent(part.Fraction)} of the rows to all {metric.Name}";
        if (!(gain > 0))
            return $"More rows would hardly help {candidate.Name}: {from} does not get better.";
        var points = candidate.LearningCurve.Select(point => (point.TrainRowCount, Error(point.Mean(0)))).ToArray();
        var twice = Math.Max(0, points[^1].Item2 * (1 - Math.Pow(2, -Exponent(points))));
        var change = $"{from} {(metric.HigherIsBetter ? "rises" : "falls")} by {NumberText.Number(gain)} ({NumberText.PValue(p)})";
        return p < 1 - result.ConfidenceLevel
            ? $"More rows would help {candidate.Name}: {change}; at this rate twice as many would bring about {NumberText.Number(twice)} more."
            : $"More rows would help {candidate.Name} little, if at all: {change}, which may be chance.";

        double Error(double value) => metric.HigherIsBetter ? 1 - value : value;
    }
}
