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

    /// <summary>The candidate of this name.</summary>
    /// <exception cref="ArgumentException">No candidate has the name.</exception>
    public CandidateOutcome this[string name] =>
        Candidates.FirstOrDefault(c => c.Name == name)
        ?? throw new ArgumentException($"The comparison has no candidate '{name}'.", nameof(name));

    /// <summary>Sets one candidate against another, fold by fold.</summary>
    /// <param name="candidate">Name of the candidate.</param>
    /// <param name="reference">Name of the one to set it against.</param>
    /// <param name="metric">Position of the metric in <see cref="Metrics"/>.</param>
    /// <exception cref="ArgumentException">No candidate has one of the names.</exception>
    public PairedDifference Compare(string candidate, string reference, int metric = 0)
    {
        var differences = this[candidate].Folds.Zip(this[reference].Folds, (a, b) => a.Values[metric] - b.Values[metric]).ToArray();
        return new PairedDifference(candidate, reference, Metrics[metric].Name, differences.Average(),
            Statistics.StandardDeviation(differences), Statistics.CorrectedPairedPValue(differences, _testShare));
    }
}
