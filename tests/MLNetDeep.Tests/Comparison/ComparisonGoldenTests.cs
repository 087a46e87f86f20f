using System.Text.Json;
using MLNetDeep.Comparison;
using MLNetDeep.Tests.Numerics;

namespace MLNetDeep.Tests.Comparison;

/// <summary>Tests and measures against scipy and scikit-learn; comparison_golden.py wrote what they say.</summary>
public sealed class ComparisonGoldenTests
{
    private static readonly JsonElement Golden = GoldenFile.Read("comparison_golden.json");

    [Fact]
    public void Signed_ranks_agree_with_scipy()
    {
        foreach (var item in Items("wilcoxon"))
            Assert.Equal(Number(item, "p"), SignedRankTest.PValue(Numbers(item, "differences")), 1e-10);
    }

    // By hand: of the 8 choices of signs for three differences, one sum of positive ranks is as low as 0 and one as high as 6.
    [Fact]
    public void Signed_ranks_by_hand()
    {
        Assert.Equal(0.25, SignedRankTest.PValue([0.1, 0.2, 0.3]), 1e-12);
        Assert.Equal(0.25, SignedRankTest.PValue([-0.1, -0.2, 0, -0.3]), 1e-12);
        // Ranks 1.5, 1.5 and 3: sums 0, 1.5, 1.5, 3, 3, 4.5, 4.5, 6; at most 1.5 in three of eight.
        Assert.Equal(0.75, SignedRankTest.PValue([0.1, -0.1, 0.3]), 1e-12);
        Assert.Equal(1, SignedRankTest.PValue([0, 0]));
        Assert.True(double.IsNaN(SignedRankTest.PValue([0.1, double.NaN])));
    }

    [Fact]
    public void Distributions_agree_with_scipy()
    {
        foreach (var item in Items("ranges"))
            Assert.Equal(Number(item, "p"), Distributions.NormalRangeAbove(Number(item, "q"), (int)Number(item, "k")), 1e-9);
        foreach (var item in Items("quantiles"))
            Assert.Equal(Number(item, "q"), Distributions.NormalRangeQuantile(Number(item, "alpha"), (int)Number(item, "k")), 1e-6);
        foreach (var item in Items("f"))
            Assert.Equal(Number(item, "p"), Distributions.FisherAbove(Number(item, "f"), Number(item, "a"), Number(item, "b")), 1e-12);
        foreach (var item in Items("chi"))
            Assert.Equal(Number(item, "p"), Distributions.ChiSquareAbove(Number(item, "x"), Number(item, "k")), 1e-12);
        foreach (var item in Items("normal"))
            Assert.Equal(Number(item, "p"), Distributions.NormalBelow(Number(item, "z")), 1e-14);
    }

    [Fact]
    public void Holms_correction_is_his()
    {
        var item = Golden.GetProperty("holm");
        var adjusted = HolmCorrection.Adjust(Numbers(item, "p"));
        foreach (var (expected, actual) in Numbers(item, "adjusted").Zip(adjusted))
            Assert.Equal(expected, actual, 1e-12);
        Assert.Equal([0.02, double.NaN, 1], HolmCorrection.Adjust([0.01, double.NaN, 1]));
    }

    [Fact]
    public void Ranks_over_data_sets_agree_with_scipy()
    {
        foreach (var item in Items("friedman"))
        {
            var scores = item.GetProperty("scores").EnumerateArray()
                .Select(row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray()).ToArray();
            string[] names = [.. Enumerable.Range(0, scores[0].Length).Select(i => $"c{i}")];
            string[] sets = [.. Enumerable.Range(0, scores.Length).Select(i => $"d{i}")];
            var ranking = DataSetRanking.Create(names, sets, scores, new Metric("AUC", true));
            var expected = Numbers(item, "ranks");
            foreach (var (name, i) in names.Select((name, i) => (name, i)))
                Assert.Equal(expected[i], ranking.Candidates.First(c => c.Name == name).AverageRank, 1e-12);
            Assert.Equal(Number(item, "statistic"), ranking.FriedmanStatistic, 1e-10);
            Assert.Equal(Number(item, "p"), ranking.FriedmanPValue, 1e-10);
            Assert.Equal(Number(item, "f"), ranking.ImanDavenportStatistic, 1e-9);
            Assert.Equal(Number(item, "fP"), ranking.ImanDavenportPValue, 1e-10);
            Assert.Equal(Number(item, "criticalDifference"), ranking.CriticalDifference, 1e-6);
            Assert.Equal(Number(item, "firstAgainstLast"), ranking.PValue(names[0], names[^1]), 1e-8);
        }
    }

    [Fact]
    public void Calibration_agrees_with_scikit_learn()
    {
        foreach (var item in Items("calibration"))
        {
            var probability = GoldenFile.Numbers(item.GetProperty("probability"));
            var label = GoldenFile.Numbers(item.GetProperty("label"));
            var summary = CalibrationMeasures.Measure(new FoldScores(1, probability, label, areProbabilities: true))!;
            Near(Numbers(item, "mean"), summary.Bins.Select(bin => bin.MeanProbability));
            Near(Numbers(item, "frequency"), summary.Bins.Select(bin => bin.Frequency));
            Near(Numbers(item, "counts"), summary.Bins.Select(bin => (double)bin.Count));
            Assert.Equal(Number(item, "brier"), summary.BrierScore, 1e-6);
            Assert.Equal(Number(item, "ece"), summary.ExpectedError, 1e-6);
            Assert.Equal(Number(item, "mce"), summary.MaximumError, 1e-6);
            Assert.Equal(Number(item, "eceOfEqualCounts"), summary.ExpectedErrorOfEqualCounts, 1e-6);
            Assert.Equal(summary.BrierScore, summary.Reliability - summary.Resolution + summary.Uncertainty + summary.WithinBins, 1e-12);
        }
    }

    [Fact]
    public void Residuals_agree_with_numpy()
    {
        var item = Golden.GetProperty("regression");
        var summary = ResidualSummary.Measure(new FoldScores(
            1, GoldenFile.Numbers(item.GetProperty("score")), GoldenFile.Numbers(item.GetProperty("label")), areProbabilities: false));
        Assert.Equal(Number(item, "mean"), summary.Mean, 1e-5);
        Assert.Equal(Number(item, "deviation"), summary.StandardDeviation, 1e-5);
        Assert.Equal(Number(item, "medianAbsolute"), summary.MedianAbsolute, 1e-5);
        Assert.Equal(Number(item, "spearman"), summary.SpreadWithPrediction, 1e-9);
        foreach (var (expected, actual) in Numbers(item, "quantiles").Zip(summary.Quantiles))
            Assert.Equal(expected, actual, 1e-5);
        Assert.Null(summary.IntervalCoverage);
    }

    private static void Near(double[] expected, IEnumerable<double> actual)
    {
        var values = actual.ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            Assert.Equal(expected[i], values[i], 1e-6);
    }

    private static IEnumerable<JsonElement> Items(string name) => Golden.GetProperty(name).EnumerateArray();

    private static double Number(JsonElement item, string name) => item.GetProperty(name).GetDouble();

    private static double[] Numbers(JsonElement item, string name) =>
        [.. item.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
