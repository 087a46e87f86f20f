using System.Xml.Linq;
using MLNetDeep.Comparison;
using MLNetDeep.Plots;

namespace MLNetDeep.Tests.Comparison;

public sealed class DataSetRankingTests
{
    private static readonly Metric Auc = new("AUC", true);

    // Fifteen data sets in which a and b take turns ahead of c and d: ranks 1.47, 1.53, 3.47 and 3.53; the critical difference is 1.21.
    [Fact]
    public void Candidates_that_differ_less_than_the_critical_difference_are_grouped()
    {
        var ranking = Make(Auc);
        Assert.Equal(["a", "b", "c", "d"], ranking.Candidates.Select(c => c.Name));
        Assert.Equal([22 / 15.0, 23 / 15.0, 52 / 15.0, 53 / 15.0], ranking.Candidates.Select(c => Math.Round(c.AverageRank * 15) / 15));
        Assert.Equal([0..2, 2..4], ranking.Groups);
        Assert.True(ranking.PValue("a", "c") < 0.001);
        Assert.True(ranking.PValue("a", "b") > 0.9);
        Assert.Equal("""
            candidate rank     mean AUC
            ───────────────────────────
            a         1.47 █     0.9053
            b         1.53 █     0.9047
            c         3.47   █   0.8053
            d         3.53   █   0.8047
            Over 15 data sets the candidates differ (Friedman χ² 36.04, p < 0.001;
            Iman-Davenport F 56.31, p < 0.001). Mean ranks differ by more than chance from
            1.21 on (Nemenyi, 5 %); those with a bar in common do not.

            """.ReplaceLineEndings("\n"), ranking.ToString());
        Assert.Equal("d", Make(new Metric("loss", false)).Candidates[0].Name);
    }

    [Fact]
    public void Comparisons_on_several_data_sets_are_ranked_by_their_means()
    {
        ComparisonResult Result(double a, double b) =>
            new([Auc], [One("a", a), One("b", b), One("majority class", 0.5, isBaseline: true)], 0.25);
        var ranking = DataSetRanking.Create([new("x", Result(0.9, 0.8)), new("y", Result(0.7, 0.8)), new("z", Result(0.9, 0.7))]);
        Assert.Equal(["a", "b"], ranking.Candidates.Select(c => c.Name));
        Assert.Equal([0.9, 0.7, 0.9], ranking.Candidates[0].Scores);
        Assert.Equal(4 / 3.0, ranking.Candidates[0].AverageRank, 1e-12);
        Assert.Contains("the candidates do not differ by more than chance",
            ranking.ToString().ReplaceLineEndings(" "), StringComparison.Ordinal);

        Refused("A ranking must have at least 2 data sets, but had 1.", () => DataSetRanking.Create([new("x", Result(0.9, 0.8))]));
        Refused("A ranking must have at least 2 data sets, but had 0.", () => DataSetRanking.Create([]));
        Refused("Data set 'y' must have the candidates of 'x', a, b, but had a, c.", () => DataSetRanking.Create(
            [new("x", Result(0.9, 0.8)), new("y", new ComparisonResult([Auc], [One("a", 1), One("c", 1)], 0.25))]));
        Refused("Data set 'y' must be measured by AUC as 'x' is, but was by RMSE.", () => DataSetRanking.Create(
            [new("x", Result(0.9, 0.8)), new("y", new ComparisonResult([new("RMSE", false)], [One("a", 1), One("b", 1)], 0.25))]));
        Refused("A ranking must have at least 2 candidates, but had 1.",
            () => DataSetRanking.Create(["a"], ["x", "y"], [[1.0], [2.0]], Auc));
        Refused("A ranking must have one score for each data set and candidate.",
            () => DataSetRanking.Create(["a", "b"], ["x", "y"], [[1.0, 2], [2.0]], Auc));
        Refused("significance must be above 0 and below 1, but was 1.",
            () => DataSetRanking.Create(["a", "b"], ["x", "y"], [[1.0, 2], [2.0, 1]], Auc, 1));
        Assert.Equal("The ranking has no candidate 'q'. (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => ranking.PValue("a", "q")).Message);
    }

    [Fact]
    public void The_diagram_joins_what_does_not_differ()
    {
        var svg = XDocument.Parse(new CriticalDifferencePlot(Make(Auc)) { Title = "Four & more" }.ToSvg());
        var texts = svg.Descendants().Where(element => element.Name.LocalName == "text")
            .Select(element => element.Nodes().OfType<XText>().First().Value).ToArray();
        Assert.Superset(new HashSet<string> { "Four & more", "critical difference 1.21", "a 1.47", "b 1.53", "c 3.47", "d 3.53" },
            texts.ToHashSet());
        // Two bars, each four pixels thick.
        Assert.Equal(2, svg.Descendants().Count(element => element.Attribute("stroke-width")?.Value == "4"));
        Assert.Equal("CriticalDifferencePlot.Ranking must be given, but was null.",
            Assert.Throws<ArgumentException>(() => new CriticalDifferencePlot(null!).ToSvg()).Message);
    }

    private static void Refused(string message, Func<object> action) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);

    private static CandidateOutcome One(string name, double value, bool isBaseline = false) =>
        new(name, [new FoldOutcome(1, [value], TimeSpan.FromSeconds(1), 1)]) { IsBaseline = isBaseline };

    private static DataSetRanking Make(Metric metric)
    {
        double[][] scores = [.. Enumerable.Range(0, 15).Select(i => i % 2 == 0
            ? new[] { 0.91, 0.90, 0.81, 0.80 }
            : [0.90, 0.91, 0.80, 0.81])];
        return DataSetRanking.Create(["a", "b", "c", "d"], [.. Enumerable.Range(0, 15).Select(i => $"set {i}")], scores, metric);
    }
}
