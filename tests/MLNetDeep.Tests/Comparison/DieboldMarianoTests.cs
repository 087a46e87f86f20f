using MLNetDeep.Comparison;
using MLNetDeep.Tests.Numerics;

namespace MLNetDeep.Tests.Comparison;

public sealed class DieboldMarianoTests
{
    [Fact]
    public void Agrees_with_the_papers_formulas()
    {
        foreach (var item in GoldenFile.Read("diebold_mariano_golden.json").GetProperty("cases").EnumerateArray())
        {
            double[] differences = [.. item.GetProperty("differences").EnumerateArray().Select(d => d.GetDouble())];
            var (mean, halfWidth, p) = DieboldMariano.Test(differences, item.GetProperty("lags").GetInt32());
            Assert.Equal(item.GetProperty("mean").GetDouble(), mean, 1e-12);
            Assert.Equal(item.GetProperty("half").GetDouble(), halfWidth, 1e-9);
            Assert.Equal(item.GetProperty("p").GetDouble(), p, 1e-9);
        }
    }

    // By hand: d = 1, 2, 3; γ0 = 2/3, the variance of the mean 2/9; with h = 1 the correction is √(2/3), so t = 2 √(9/2) √(2/3) = 2 √3,
    // with two degrees of freedom.
    [Fact]
    public void By_hand()
    {
        var (mean, halfWidth, p) = DieboldMariano.Test([1, 2, 3], 0);
        var t = 2 * Math.Sqrt(3);
        Assert.Equal(2, mean);
        Assert.Equal(1 - (t / Math.Sqrt(2 + (t * t))), p, 1e-12);
        Assert.Equal(4.302653 / Math.Sqrt(3), halfWidth, 1e-6);
    }

    [Fact]
    public void What_cannot_be_tested_is_not_a_number()
    {
        Assert.Equal((1.0, double.NaN, double.NaN), DieboldMariano.Test([1], 0));
        Assert.Equal((2.0, 0.0, 0.0), DieboldMariano.Test([2, 2, 2], 0));
        Assert.Equal((0.0, 0.0, 1.0), DieboldMariano.Test([0, 0, 0], 5));
    }
}
