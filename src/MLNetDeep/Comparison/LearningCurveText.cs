namespace MLNetDeep.Comparison;

/// <summary>Says in sentences what learning curves come to.</summary>
internal static class LearningCurveText
{
    // What holds for few rows need not hold for many: the end of the curve counts.
    private const int TrendPointCount = 3;

    public static IReadOnlyList<string> Findings(ComparisonResult result, double testShare) =>
        [.. result.Candidates.Where(c => c.LearningCurve.Count > 1).Select(c => Finding(result, c, testShare))];

    /// <summary>
    /// The exponent b of a power law, error = a · rows to the power of −b, fitted to the logarithms of a curve's points; 0 when it cannot
    /// be
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
        var curve = candidate.LearningCurve.Skip(Math.Max(0, candidate.LearningCurve.Count - TrendPointCount)).ToArray();
        double[] exponents =
        [
            .. Enumerable.Range(0, curve[0].Folds.Count).Select(fold => Exponent(
                [.. curve.Select(point => ((double)point.Folds[fold].TrainRowCount, Error(point.Folds[fold].Values[0])))])),
        ];
        var exponent = Exponent([.. curve.Select(point => (point.TrainRowCount, Error(point.Mean(0))))]);
        if (!(exponent > 0))
            return $"More rows would hardly help {candidate.Name}: its {metric.Name} does not get better with them.";
        var share = 1 - Math.Pow(2, -exponent);
        var twice = $"twice as many would bring about {NumberText.Number(share * Error(curve[^1].Mean(0)))} {metric.Name}";
        var p = Statistics.CorrectedPairedPValue(exponents, testShare);
        if (!(p < 1 - result.ConfidenceLevel))
        {
            return $"Whether more rows would help {candidate.Name} is not clear: by the curve {twice}, which may be chance "
                + $"({NumberText.PValue(p)}).";
        }
        var help = share >= result.RelevantGain ? "would help" : "would hardly help";
        return $"More rows {help} {candidate.Name}: {twice}, if the curve goes on as it does ({NumberText.PValue(p)} for its trend).";

        double Error(double value) => metric.HigherIsBetter ? 1 - value : value;
    }
}
