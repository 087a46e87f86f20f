using System.Text.Json;
using MLNetDeep.Reports;
using MLNetDeep.Tests.Numerics;

namespace MLNetDeep.Tests.Reports;

/// <summary>Curves over all thresholds are scikit-learn's.</summary>
public sealed class CurveTests
{
    [Theory]
    [InlineData("by hand")]
    [InlineData("ties")]
    [InlineData("all alike")]
    [InlineData("drawn")]
    public void Equal_scikit_learn(string name)
    {
        var golden = GoldenFile.Read("curves_golden.json").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        var labels = golden.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32() == 1).ToArray();
        var ranked = new RankedScores(GoldenFile.Numbers(golden.GetProperty("scores")), labels);
        Close(golden.GetProperty("roc"), ranked.Roc);
        Close(golden.GetProperty("precisionRecall"), ranked.PrecisionRecall);
        Assert.Equal(golden.GetProperty("area").GetDouble(), ranked.RocArea, 1e-12);
        Assert.Equal(golden.GetProperty("averagePrecision").GetDouble(), ranked.AveragePrecision, 1e-12);
        Assert.Equal((double)labels.Count(label => label) / labels.Length, ranked.BaseRate, 1e-12);
    }

    [Fact]
    public void Rows_of_one_class_have_no_curve_and_scores_that_are_no_numbers_do_not_count()
    {
        var alone = new RankedScores([0.1f, 0.9f], [true, true]);
        Assert.False(alone.HasBoth);
        Assert.True(double.IsNaN(alone.RocArea) && double.IsNaN(alone.AveragePrecision));
        var rest = new RankedScores([0.1f, float.NaN, 0.9f, float.NaN], [false, false, true, true]);
        Assert.Equal((1, 1, 1.0), (rest.PositiveCount, rest.NegativeCount, rest.RocArea));
        Assert.False(new RankedScores([], []).HasBoth);
    }

    [Fact]
    public void Quartiles_are_linear_between_values_and_whiskers_leave_outliers_out()
    {
        var box = Quartiles.Of([1, 2, 3, 4, 100]);
        Assert.Equal(new Quartiles(1, 2, 3, 4, 4), box);
        Assert.Equal(new Quartiles(5, 5, 5, 5, 5), Quartiles.Of([5]));
        Assert.Equal(1.75, Quartiles.Of([1, 2, 3, 4]).First);
    }

    [Theory]
    [InlineData(double.NaN, "–")]
    [InlineData(0, "0")]
    [InlineData(-0.84321, "−0.8432")]
    [InlineData(12345.6, "12,346")]
    [InlineData(0.000012, "1.2e-5")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Numbers_are_short(double value, string text) => Assert.Equal(text, MLNetDeep.Reports.Numbers.Show(value));

    private static void Close(JsonElement expected, IReadOnlyList<(double X, double Y)> actual)
    {
        var points = expected.EnumerateArray().Select(point => (point[0].GetDouble(), point[1].GetDouble())).ToArray();
        Assert.Equal(points.Length, actual.Count);
        Assert.All(points.Zip(actual), pair =>
        {
            Assert.Equal(pair.First.Item1, pair.Second.X, 1e-12);
            Assert.Equal(pair.First.Item2, pair.Second.Y, 1e-12);
        });
    }
}
