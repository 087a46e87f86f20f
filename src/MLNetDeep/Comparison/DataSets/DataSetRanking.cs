using System.Text;

namespace MLNetDeep.Comparison;

/// <summary>
/// Ranks candidates over several data sets, and tells which differ by more than chance: Friedman's test with Nemenyi's critical difference
/// (Demšar, "Statistical comparisons of classifiers over multiple data sets", Journal of Machine Learning Research 7, 2006).
/// </summary>
/// <remarks>
/// Each data set counts alike, however large, and for its order of the candidates alone. The test rests on the number of data sets: with
/// fewer than about five it finds next to nothing.
/// </remarks>
public sealed class DataSetRanking
{
    private DataSetRanking(
        IReadOnlyList<string> names, IReadOnlyList<string> dataSets, double[][] scores, Metric metric, double significance)
    {
        DataSetNames = dataSets;
        MetricName = metric.Name;
        Significance = significance;
        var (count, candidates) = (dataSets.Count, names.Count);
        var ranks = scores.Select(row => Ranks.Of([.. row.Select(metric.SortKey)])).ToArray();
        Candidates = [.. names.Select((name, i) => new CandidateRank(
            name, ranks.Average(row => row[i]), [.. scores.Select(row => row[i])])).OrderBy(candidate => candidate.AverageRank)];

        // Friedman's χ², divided by what equal values take from it.
        var sumOfSquares = Candidates.Sum(candidate => Square(candidate.AverageRank - ((candidates + 1) / 2.0)));
        var ties = 1 - (ranks.Sum(row => Ranks.TieSum(row)) / (count * ((double)candidates * candidates * candidates - candidates)));
        FriedmanStatistic = ties <= 0 ? 0 : 12.0 * count / (candidates * (candidates + 1)) * sumOfSquares / ties;
        FriedmanPValue = Distributions.ChiSquareAbove(FriedmanStatistic, candidates - 1);
        var rest = (count * (candidates - 1)) - FriedmanStatistic;
        ImanDavenportStatistic = rest <= 1e-12 ? double.PositiveInfinity : (count - 1) * FriedmanStatistic / rest;
        ImanDavenportPValue = Distributions.FisherAbove(
            ImanDavenportStatistic, candidates - 1, (candidates - 1.0) * (count - 1));
        CriticalDifference = Distributions.NormalRangeQuantile(significance, candidates) / Math.Sqrt(2) * RankError;
        Groups = FindGroups();
    }

    /// <summary>The candidates, the best mean rank first.</summary>
    public IReadOnlyList<CandidateRank> Candidates { get; }

    /// <summary>The data sets.</summary>
    public IReadOnlyList<string> DataSetNames { get; }

    /// <summary>The metric that ranked.</summary>
    public string MetricName { get; }

    /// <summary>How rare a chance finding must be to count.</summary>
    public double Significance { get; }

    /// <summary>Friedman's χ² of "all candidates are equal", corrected for equal values.</summary>
    public double FriedmanStatistic { get; }

    /// <summary>The p-value of <see cref="FriedmanStatistic"/>.</summary>
    public double FriedmanPValue { get; }

    /// <summary>
    /// The F of Iman and Davenport ("Approximations of the critical region of the Friedman statistic", 1980), less timid.
    /// </summary>
    public double ImanDavenportStatistic { get; }

    /// <summary>The p-value of <see cref="ImanDavenportStatistic"/>: below <see cref="Significance"/> the candidates do differ.</summary>
    public double ImanDavenportPValue { get; }

    /// <summary>Nemenyi's critical difference: mean ranks further apart differ by more than chance.</summary>
    public double CriticalDifference { get; }

    /// <summary>
    /// Candidates that do not differ by more than chance, as ranges of positions in <see cref="Candidates"/>; groups may overlap.
    /// Candidates
    /// in no group differ from all.
    /// </summary>
    public IReadOnlyList<Range> Groups { get; }

    private double RankError => Math.Sqrt(Candidates.Count * (Candidates.Count + 1) / (6.0 * DataSetNames.Count));

    /// <summary>Ranks the candidates of comparisons on several data sets, by the mean of a metric over the folds of each.</summary>
    /// <param name="results">The comparisons, with candidates of the same names; the constant predictions are left out.</param>
    /// <param name="metric">Position of the metric in <see cref="ComparisonResult.Metrics"/>.</param>
    /// <param name="significance">How rare a chance finding must be to count.</param>
    /// <exception cref="ArgumentException">
    /// Fewer than two data sets or candidates, candidates or metrics that differ, or a significance out of range.
    /// </exception>
    public static DataSetRanking Create(IReadOnlyList<DataSetResult> results, int metric = 0, double significance = 0.05)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (results.Count == 0)
            throw TooFew("data sets", 0);
        string[] Names(DataSetResult set) =>
            [.. set.Result.Candidates.Where(c => !c.IsBaseline).Select(c => c.Name).Order(StringComparer.Ordinal)];
        var (names, by) = (Names(results[0]), results[0].Result.Metrics[metric]);
        foreach (var set in results)
        {
            if (!Names(set).SequenceEqual(names))
            {
                throw new ArgumentException($"Data set '{set.Name}' must have the candidates of '{results[0].Name}', "
                    + $"{string.Join(", ", names)}, but had {string.Join(", ", Names(set))}.");
            }
            if (set.Result.Metrics[metric] != by)
            {
                throw new ArgumentException($"Data set '{set.Name}' must be measured by {by.Name} as '{results[0].Name}' is, "
                    + $"but was by {set.Result.Metrics[metric].Name}.");
            }
        }
        double[][] scores = [.. results.Select(set => names.Select(name => set.Result[name].Mean(metric)).ToArray())];
        return Create(names, [.. results.Select(set => set.Name)], scores, by, significance);
    }

    /// <summary>Ranks candidates by scores of one's own.</summary>
    /// <param name="candidateNames">The candidates, at least two.</param>
    /// <param name="dataSetNames">The data sets, at least two.</param>
    /// <param name="scores">For each data set the score of each candidate.</param>
    /// <param name="metric">What the scores are.</param>
    /// <param name="significance">How rare a chance finding must be to count.</param>
    /// <exception cref="ArgumentException">Fewer than two data sets or candidates, numbers that do not fit, or a significance out of
    /// range.</exception>
    public static DataSetRanking Create(
        IReadOnlyList<string> candidateNames, IReadOnlyList<string> dataSetNames, IReadOnlyList<IReadOnlyList<double>> scores,
        Metric metric, double significance = 0.05)
    {
        ArgumentNullException.ThrowIfNull(candidateNames);
        ArgumentNullException.ThrowIfNull(dataSetNames);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(metric);
        if (candidateNames.Count < 2)
            throw TooFew("candidates", candidateNames.Count);
        if (dataSetNames.Count < 2)
            throw TooFew("data sets", dataSetNames.Count);
        if (scores.Count != dataSetNames.Count || scores.Any(row => row.Count != candidateNames.Count))
            throw new ArgumentException("A ranking must have one score for each data set and candidate.");
        if (significance is not (> 0 and < 1))
            throw new ArgumentException(NumberText.Invariant($"significance must be above 0 and below 1, but was {significance}."));
        return new DataSetRanking(
            candidateNames, dataSetNames, [.. scores.Select(row => row.ToArray())], metric, significance);
    }

    /// <summary>The p-value of "these two are equal" by Nemenyi's test, which allows for all pairs being looked at.</summary>
    /// <param name="candidate">Name of a candidate.</param>
    /// <param name="other">Name of another.</param>
    /// <exception cref="ArgumentException">No candidate has one of the names.</exception>
    public double PValue(string candidate, string other) =>
        Distributions.NormalRangeAbove(
            Math.Abs(Find(candidate).AverageRank - Find(other).AverageRank) / RankError * Math.Sqrt(2), Candidates.Count);

    /// <summary>
    /// The diagram of critical differences as text, at most 80 columns wide: candidates with a bar in common do not differ.
    /// </summary>
    public override string ToString()
    {
        const int NameWidth = 30;
        var text = new StringBuilder();
        NumberText.AppendTable(text, ["candidate", "rank", "", $"mean {MetricName}"],
        [
            .. Candidates.Select((candidate, i) => (string[])
            [
                NumberText.Cut(candidate.Name, NameWidth),
                NumberText.Invariant($"{candidate.AverageRank:0.00}"),
                string.Join(' ', Groups.Select(group => i >= group.Start.Value && i < group.End.Value ? '█' : ' ')),
                NumberText.Number(candidate.Scores.Average()),
            ]),
        ]);
        NumberText.AppendWrapped(text, Conclusion);
        return text.ToString();
    }

    private string Conclusion
    {
        get
        {
            var tests = NumberText.Invariant($"Friedman χ² {FriedmanStatistic:0.00}, {NumberText.PValue(FriedmanPValue)}; ")
                + NumberText.Invariant($"Iman-Davenport F {ImanDavenportStatistic:0.00}, {NumberText.PValue(ImanDavenportPValue)}");
            var difference = NumberText.Invariant($"{CriticalDifference:0.00}");
            return ImanDavenportPValue < Significance
                ? $"Over {DataSetNames.Count} data sets the candidates differ ({tests}). Mean ranks differ by more than chance from "
                    + $"{difference} on (Nemenyi, {NumberText.Percent(Significance)}); those with a bar in common do not."
                : $"Over {DataSetNames.Count} data sets the candidates do not differ by more than chance ({tests}; critical difference "
                    + $"{difference}).";
        }
    }

    private CandidateRank Find(string name) => Candidates.FirstOrDefault(candidate => candidate.Name == name)
        ?? throw new ArgumentException($"The ranking has no candidate '{name}'.", nameof(name));

    /// <summary>The longest runs of candidates whose ends are no further apart than the critical difference.</summary>
    private Range[] FindGroups()
    {
        var groups = new List<Range>();
        var reached = 0;
        for (var first = 0; first < Candidates.Count; first++)
        {
            var next = first + 1;
            while (next < Candidates.Count && Candidates[next].AverageRank - Candidates[first].AverageRank <= CriticalDifference)
                next++;
            if (next - first > 1 && next > reached)
                groups.Add(first..next);
            reached = Math.Max(reached, next);
        }
        return [.. groups];
    }

    private static double Square(double value) => value * value;

    private static ArgumentException TooFew(string what, int count) => new($"A ranking must have at least 2 {what}, but had {count}.");
}
