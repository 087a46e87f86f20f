using System.Text;

namespace MLNetDeep.Comparison;

/// <summary>Writes a comparison for people to read.</summary>
internal static class ComparisonTable
{
    /// <summary>Metrics that fit into 80 columns beside the rest.</summary>
    private const int ShownMetricCount = 3;

    private const int NameWidth = 16;
    private const int ShownPointCount = 5;

    public static string Write(ComparisonResult result)
    {
        var text = new StringBuilder();
        AppendMetrics(text, result);
        text.Append('\n');
        AppendCosts(text, result);
        if (result.Candidates.Any(c => c.LearningCurve.Count > 0))
        {
            text.Append('\n');
            AppendLearningCurve(text, result);
        }
        text.Append('\n');
        NumberText.AppendWrapped(text, Describe(result));
        foreach (var finding in result.LearningCurveFindings)
            NumberText.AppendWrapped(text, finding);
        NumberText.AppendWrapped(text, result.Verdict.Text);
        return text.ToString();
    }

    private static void AppendMetrics(StringBuilder text, ComparisonResult result)
    {
        var metrics = Enumerable.Range(0, Math.Min(ShownMetricCount, result.Metrics.Count)).ToArray();
        var against = result.CompareAll().ToDictionary(difference => difference.Candidate);
        string[] quality = result.Candidates[0].Residuals is null ? ["ECE"]
            : result.Candidates.Any(c => c.Residuals?.IntervalCoverage is not null) ? ["cover"] : [];
        var rows = result.Candidates.Select(candidate =>
        {
            var difference = against.GetValueOrDefault(candidate.Name);
            return (string[])
            [
                NumberText.Cut(candidate.Name, NameWidth),
                .. metrics.Select(metric => Interval(result.Interval(candidate.Name, metric))),
                NumberText.Invariant($"{result.AverageRank(candidate.Name):0.0}"),
                difference is null ? "best" : NumberText.PCell(difference.AdjustedPValue),
                difference is null ? "best" : NumberText.PCell(difference.AdjustedWilcoxonPValue),
                .. Quality(candidate),
            ];
        }).ToArray();
        NumberText.AppendTable(
            text, ["trainer", .. metrics.Select(metric => Heading(result.Metrics[metric])), "rank", "p t", "p W", .. quality], rows);

        string[] Quality(CandidateOutcome candidate) => quality is [var heading]
            ? [heading == "ECE" ? Share(candidate.Calibration?.ExpectedError) : Share(candidate.Residuals?.IntervalCoverage)]
            : [];
    }

    private static void AppendCosts(StringBuilder text, ComparisonResult result)
    {
        var rows = result.Candidates.Where(c => !c.IsBaseline).Select(candidate => (string[])
        [
            NumberText.Cut(candidate.Name, NameWidth),
            NumberText.Seconds(candidate.FitSeconds),
            NumberText.Short(candidate.RowsPerSecond),
            NumberText.Invariant($"{1e6 / candidate.RowsPerSecond:0.#}"),
            candidate.Memory is { } memory ? NumberText.Bytes(Math.Max(0, memory.GrowthByteCount)) : "–",
            candidate.Memory is { } allocated ? NumberText.Bytes(allocated.AllocatedByteCount) : "–",
            NumberText.Bytes(candidate.ModelByteCount),
        ]).ToArray();
        NumberText.AppendTable(
            text, ["trainer", "fit s", "rows/s", "µs/row", "memory", "allocated", "model"], rows, [NameWidth, 8, 8, 8, 9, 10, 9]);
    }

    private static void AppendLearningCurve(StringBuilder text, ComparisonResult result)
    {
        var shown = result.Candidates.Where(c => c.LearningCurve.Count > 0).ToArray();
        // The largest parts tell most.
        var first = Math.Max(0, shown[0].LearningCurve.Count - ShownPointCount);
        var points = shown[0].LearningCurve.Skip(first).ToArray();
        var rows = shown.Select(candidate => (string[])
        [
            NumberText.Cut(candidate.Name, NameWidth),
            .. candidate.LearningCurve.Skip(first).Select(point => NumberText.Number(point.Mean(0))),
        ]).ToArray();
        NumberText.AppendTable(text, [$"{result.Metrics[0].Name} by rows", .. points.Select(point => $"{point.TrainRowCount:N0}")], rows,
            [NameWidth, .. points.Select(_ => 9)]);
    }

    private static string Describe(ComparisonResult result)
    {
        var level = NumberText.Percent(result.ConfidenceLevel);
        var interval = result.FoldCount == 1 ? "" : $" ± half of the {level} interval";
        var ece = result.Candidates[0].Residuals is null ? " ECE: by how much probabilities are off." : "";
        return NumberText.Invariant($"Mean{interval} over {result.Validation} of {result.RowCount:N0} rows, the same for all; ")
            + "rank: mean over the folds; p t and p W: against the best by the corrected resampled t-test and Wilcoxon's, after Holm's "
            + $"correction.{ece} Memory: growth of the process during a fit.";
    }

    private static string Interval(MetricInterval interval) => NumberText.Spread(interval.Mean, interval.UpperBound - interval.Mean);

    private static string Share(double? value) => value is null ? "–" : NumberText.Invariant($"{value:0.000}");

    // The one name too long for its column.
    private static string Heading(Metric metric) => metric.Name.Replace("macro-accuracy", "macro-acc.", StringComparison.Ordinal);
}
