using System.Text.Json;

namespace MLNetDeep.AutoML.Tests.Tuners;

public class TunersGoldenTests
{
    private static readonly JsonElement Golden = GoldenFile.Read("tuners");

    [Fact]
    public void The_normal_distribution_is_that_of_scipy()
    {
        JsonElement normal = Golden.GetProperty("normal");
        AssertClose(normal.Numbers("cumulative"), normal.Numbers("points").Select(NormalDistribution.Cumulative), 1e-11);
        AssertClose(normal.Numbers("quantiles"), normal.Numbers("probabilities").Select(NormalDistribution.Quantile), 1e-11);
    }

    [Fact]
    public void Halton_points_are_those_of_scipy()
    {
        var halton = new HaltonSequence(5, seed: null);
        int index = 0;
        foreach (JsonElement point in Golden.GetProperty("halton").EnumerateArray())
        {
            double[] expected = [.. point.EnumerateArray().Select(x => x.GetDouble())];
            AssertClose(expected, Enumerable.Range(0, 5).Select(d => halton.At(index, d)), 1e-14);
            index++;
        }
    }

    [Theory]
    [InlineData("real")]
    [InlineData("few")]
    [InlineData("whole")]
    [InlineData("choice")]
    public void The_density_of_one_option_is_that_of_optuna(string name)
    {
        JsonElement one = Golden.GetProperty(name);
        var dimension = new SpaceDimension
        {
            Path = ["x"],
            Kind = name switch { "whole" => DimensionKind.Integer, "choice" => DimensionKind.Category, _ => DimensionKind.Double },
            Low = name == "whole" ? 1 : 0,
            High = name switch { "whole" => 10, "choice" => 2, _ => 1 },
            Default = 1,
        };
        double[][] settings = [.. one.Numbers("observations").Select(x => new[] { x })];
        var density = new ParzenEstimator([dimension], settings, TpeSplit.WeighByAge(settings.Length), 1);

        AssertClose(one.Numbers("log_density"), one.Numbers("points").Select(x => density.LogDensity([x])), 1e-9);
    }

    [Fact]
    public void A_kernel_is_the_product_over_the_options()
    {
        SpaceDimension Real(string name) => new() { Path = [name], Kind = DimensionKind.Double, Low = 0, High = 1, Default = 0 };
        var both = new ParzenEstimator([Real("a"), Real("b")], [[0.2, 0.7]], [3], 1);

        // Distances to the prior's centre are 0.3 and 0.2, but no kernel of two is narrower than a third.
        double Kernel(double x, double center, double width) =>
            Math.Exp(-(x - center) * (x - center) / (2 * width * width)) / Math.Sqrt(2 * Math.PI) / width
                / NormalDistribution.Mass(-center / width, (1 - center) / width);
        double expected = 0.75 * Kernel(0.4, 0.2, 1.0 / 3) * Kernel(0.6, 0.7, 1.0 / 3) + 0.25 * Kernel(0.4, 0.5, 1) * Kernel(0.6, 0.5, 1);
        Assert.Equal(Math.Log(expected), both.LogDensity([0.4, 0.6]), 1e-12);
    }

    [Fact]
    public void Samples_follow_the_density()
    {
        SpaceDimension[] dimensions =
        [
            new() { Path = ["n"], Kind = DimensionKind.Integer, IsLog = true, Low = 1, High = 12, Default = 1 },
            new() { Path = ["c"], Kind = DimensionKind.Category, Low = 0, High = 2, Default = 0 },
        ];
        var density = new ParzenEstimator(dimensions, [[2, 0], [2, 1], [9, 1]], [1, 0.5, 1], 1);
        var random = TunerRandom.For(0, TunerUse.Candidates, 0);
        const int Count = 20_000;
        var counts = Enumerable.Range(0, Count).Select(_ => density.Sample(random)).GroupBy(x => (x[0], x[1]))
            .ToDictionary(group => group.Key, group => group.Count());
        double sum = 0;
        for (int n = 1; n <= 12; n++)
        {
            for (int c = 0; c < 3; c++)
            {
                double expected = Math.Exp(density.LogDensity([n, c]));
                sum += expected;
                Assert.InRange(counts.GetValueOrDefault((n, c)) / (double)Count, expected - 0.012, expected + 0.012);
            }
        }

        Assert.Equal(1, sum, 1e-9);
    }

    private static void AssertClose(double[] expected, IEnumerable<double> actual, double relative)
    {
        double[] found = [.. actual];
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++)
            Assert.True(Math.Abs(found[i] - expected[i]) <= relative * Math.Max(Math.Abs(expected[i]), 1e-300),
                $"Number {i} is {found[i]:R}, not {expected[i]:R}.");
    }
}
