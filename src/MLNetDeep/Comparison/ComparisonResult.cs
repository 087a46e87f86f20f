namespace MLNetDeep.Comparison;

/// <summary>The candidates of a comparison, best first.</summary>
public sealed class ComparisonResult
{
    private readonly double _testShare;

    /// <param name="metrics">The metrics; the first one ranks.</param>
    /// <param name="outcomes">The candidates.</param>
    /// <param name="testShare">Test rows for a training row, on the average of the folds.</param>
    internal ComparisonResult(IReadOnlyList<Metric> metrics, IEnumerable<CandidateOutcome> outcomes, double testShare)
    {
        _testShare = testShare;
        Metrics = metrics;
        Candidates = [.. outcomes.OrderBy(o => metrics[0].SortKey(o.Mean(0)))];
    }

    /// <summary>The metrics, in the order of every outcome's values; the first one ranks.</summary>
    public IReadOnlyList<Metric> Metrics { get; }

    /// <summary>All candidates, best first by the mean of the first metric.</summary>
    public IReadOnlyList<CandidateOutcome> Candidates { get; }

    /// <summary>How the rows were split, in a few words such as "5 random folds".</summary>
    public string Validation { get; internal init; } = "";

    /// <summary>Number of rows that were split; a fixed test set is not counted.</summary>
    public int RowCount { get; internal init; }

    /// <summary>Number of folds, repetitions included.</summary>
    public int FoldCount => Candidates[0].Folds.Count;

    /// <summary>How sure intervals are.</summary>
    public double ConfidenceLevel { get; internal init; } = 0.95;

    /// <summary>
    /// The relative reduction of the error from which on a gain counts as relevant: <see cref="ComparisonOptions.RelevantGain"/>.
    /// </summary>
    public double RelevantGain { get; internal init; } = ComparisonOptions.DefaultRelevantGain;

    /// <summary>Whether the deep model is worth it here, and why.</summary>
    public ComparisonVerdict Verdict => VerdictRules.Judge(this);

    /// <summary>
    /// In a sentence for each candidate, whether more rows would help; empty unless
    /// <see cref="ComparisonOptions.LearningCurveFractions"/> asks for learning curves.
    /// </summary>
    public IReadOnlyList<string> LearningCurveFindings => LearningCurveText.Findings(this, _testShare);

    /// <summary>The candidate of this name.</summary>
    /// <exception cref="ArgumentException">No candidate has the name.</exception>
    public CandidateOutcome this[string name] =>
        Candidates.FirstOrDefault(c => c.Name == name)
        ?? throw new ArgumentException($"The comparison has no candidate '{name}'.", nameof(name));

    /// <summary>A metric of a candidate with its interval.</summary>
    /// <param name="candidate">Name of the candidate.</param>
    /// <param name="metric">Position of the metric in <see cref="Metrics"/>.</param>
    /// <exception cref="ArgumentException">No candidate has the name.</exception>
    public MetricInterval Interval(string candidate, int metric = 0)
    {
        var values = this[candidate].Folds.Select(f => f.Values[metric]).ToArray();
        var (mean, half) = (values.Average(), Statistics.CorrectedHalfWidth(values, _testShare, ConfidenceLevel));
        return new MetricInterval(mean, mean - half, mean + half);
    }

    /// <summary>Sets one candidate against another, fold by fold.</summary>
    /// <param name="candidate">Name of the candidate.</param>
    /// <param name="reference">Name of the one to set it against.</param>
    /// <param name="metric">Position of the metric in <see cref="Metrics"/>.</param>
    /// <exception cref="ArgumentException">No candidate has one of the names.</exception>
    public PairedDifference Compare(string candidate, string reference, int metric = 0)
    {
        var differences = this[candidate].Folds.Zip(this[reference].Folds, (a, b) => a.Values[metric] - b.Values[metric]).ToArray();
        var (mean, half) = (differences.Average(), Statistics.CorrectedHalfWidth(differences, _testShare, ConfidenceLevel));
        var wilcoxon = SignedRankTest.PValue(differences);
        return new PairedDifference(candidate, reference, Metrics[metric].Name, mean,
            Statistics.StandardDeviation(differences), Statistics.CorrectedPairedPValue(differences, _testShare))
        {
            LowerBound = mean - half,
            UpperBound = mean + half,
            WilcoxonPValue = wilcoxon,
            AdjustedWilcoxonPValue = wilcoxon,
        };
    }

    /// <summary>
    /// Sets every candidate but one against that one, with p-values corrected by Holm's rule for there being several.
    /// </summary>
    /// <param name="reference">Name of the one; null for the best.</param>
    /// <param name="metric">Position of the metric in <see cref="Metrics"/>.</param>
    /// <returns>The other candidates, best first by the first metric.</returns>
    /// <exception cref="ArgumentException">No candidate has the name.</exception>
    public IReadOnlyList<PairedDifference> CompareAll(string? reference = null, int metric = 0)
    {
        var to = reference ?? Best(metric).Name;
        var differences = Candidates.Where(c => c.Name != to).Select(c => Compare(c.Name, to, metric)).ToArray();
        var adjusted = HolmCorrection.Adjust([.. differences.Select(d => d.PValue)]);
        var adjustedWilcoxon = HolmCorrection.Adjust([.. differences.Select(d => d.WilcoxonPValue)]);
        return [.. differences.Select((d, i) => d with { AdjustedPValue = adjusted[i], AdjustedWilcoxonPValue = adjustedWilcoxon[i] })];
    }

    /// <summary>Mean over the folds of a candidate's rank among all, from 1, the best.</summary>
    /// <param name="candidate">Name of the candidate.</param>
    /// <param name="metric">Position of the metric in <see cref="Metrics"/>.</param>
    /// <exception cref="ArgumentException">No candidate has the name.</exception>
    public double AverageRank(string candidate, int metric = 0)
    {
        var index = Candidates.ToList().IndexOf(this[candidate]);
        return Enumerable.Range(0, FoldCount).Average(fold =>
            Ranks.Of([.. Candidates.Select(c => Metrics[metric].SortKey(c.Folds[fold].Values[metric]))])[index]);
    }

    /// <summary>A table of all candidates, and the verdict, at most 80 columns wide.</summary>
    public override string ToString() => ComparisonTable.Write(this);

    /// <summary>The best candidate by a metric.</summary>
    internal CandidateOutcome Best(int metric) => Candidates.MinBy(c => Metrics[metric].SortKey(c.Mean(metric)))!;
}
