using MLNetDeep.Comparison;

namespace MLNetDeep.Tests.Comparison;

public sealed class StatisticsTests
{
    // Closed forms: one degree of freedom is the Cauchy distribution, two have an algebraic one.
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(-2.5)]
    [InlineData(40)]
    public void Student_agrees_with_closed_forms(double t)
    {
        Assert.Equal(1 - (2 / Math.PI * Math.Atan(Math.Abs(t))), Statistics.StudentTwoSided(t, 1), 1e-12);
        Assert.Equal(1 - (Math.Abs(t) / Math.Sqrt(2 + (t * t))), Statistics.StudentTwoSided(t, 2), 1e-12);
    }

    [Theory]
    [InlineData(2.776445, 4, 0.05)]
    [InlineData(4.604095, 4, 0.01)]
    [InlineData(2.262157, 9, 0.05)]
    public void Student_agrees_with_tables(double t, double degrees, double p) =>
        Assert.Equal(p, Statistics.StudentTwoSided(t, degrees), 1e-6);

    // By hand: mean 0.02, deviation 0.01, so t = 0.02 / (0.01 · sqrt(1/3 + 1/2)) = 2.19089 with two degrees of freedom.
    [Fact]
    public void Paired_test_allows_for_overlapping_training_rows() =>
        Assert.Equal(1 - (2.190890 / Math.Sqrt(2 + (2.190890 * 2.190890))), Statistics.CorrectedPairedPValue([0.01, 0.02, 0.03], 0.5),
            1e-5);

    [Fact]
    public void One_fold_tells_nothing() => Assert.Equal(1, Statistics.CorrectedPairedPValue([0.5], 1));

    [Theory]
    [InlineData(0.05, 4, 2.776445)]
    [InlineData(0.01, 4, 4.604095)]
    [InlineData(0.05, 9, 2.262157)]
    public void Quantiles_agree_with_tables(double p, double degrees, double t) =>
        Assert.Equal(t, Statistics.StudentQuantile(p, degrees), 1e-6);

    [Fact]
    public void Equal_differences_are_certain()
    {
        Assert.Equal(1, Statistics.CorrectedPairedPValue([0, 0, 0], 0.5));
        Assert.Equal(0, Statistics.CorrectedPairedPValue([0.5, 0.5], 1));
        Assert.Equal(0, Statistics.StandardDeviation([3]));
    }
}
