using System.Text.Json;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using TorchSharp;

namespace MLNetDeep.Tests.Numerics;

/// <summary>The data-driven start of airbench's first convolution, against NumPy.</summary>
public sealed class WhiteningGoldenTests
{
    private static readonly JsonElement Golden = GoldenFile.Read("whitening_golden.json");

    [Fact]
    public void EigenvectorsEqualNumPy()
    {
        double[] numbers = Doubles("matrix");
        var matrix = new double[7, 7];
        for (int i = 0; i < numbers.Length; i++)
            matrix[i / 7, i % 7] = numbers[i];
        (double[] values, double[][] vectors) = SymmetricEigen.Decompose(matrix);
        AssertClose(Doubles("values"), values, 1e-12);
        AssertClose(Doubles("vectors"), [.. vectors.SelectMany(vector => vector)], 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2.5)]
    public void MultiplesOfTheIdentityStayAsTheyAre(double factor)
    {
        (double[] values, double[][] vectors) = SymmetricEigen.Decompose(new[,] { { factor, 0 }, { 0, factor } });
        Assert.Equal([factor, factor], values);
        Assert.Equal([1, 0, 0, 1], vectors.SelectMany(vector => vector));
    }

    [Fact]
    public void WhiteningWeightsEqualNumPy()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var grid = new Grid(4, 5, 2, IsSignal: false);
        SlidingWindow window = new ConvSpec(12, 2).Window(grid);
        torch.Tensor weight = torch.zeros([12, 2, 2, 2]);
        PatchWhitening.Set(torch.tensor(GoldenFile.Numbers(Golden.GetProperty("images"))).view(6, 4, 5, 2), weight, grid, window);
        AssertClose(Doubles("weights"), [.. weight.flatten().data<float>().ToArray().Select(value => (double)value)], 1e-4);
    }

    [Fact]
    public void SignalsAndConstantRowsWhitenToo()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var grid = new Grid(1, 6, 1, IsSignal: true);
        torch.Tensor weight = torch.zeros([4, 1, 2]);
        PatchWhitening.Set(torch.zeros([3, 6, 1]), weight, grid, new ConvSpec(4, 2).Window(grid));
        float one = (float)(1 / Math.Sqrt(5e-4));
        Assert.Equal([one, 0, 0, one, -one, 0, 0, -one], weight.flatten().data<float>().ToArray());
    }

    [Fact]
    public void OutputsBeyondTheEigenvectorsAreRefused()
    {
        var layer = new ConvSpec(9, 2) { Initialization = WeightInitialization.PatchWhitening };
        var error = Assert.Throws<ArgumentException>(() => new NetworkSpec([4, 4, 1], [layer]));
        Assert.Equal(
            "Layer 0 (Conv 9, kernel 2): ConvSpec.OutChannels must be at most 8, twice the window's numbers, with PatchWhitening, "
            + "but was 9.",
            error.Message);
        var linear = new LinearSpec(2, true, WeightInitialization.PatchWhitening);
        error = Assert.Throws<ArgumentException>(() => new NetworkSpec([4], [linear]));
        Assert.Equal(
            "Layer 0 (Linear 2): LinearSpec.Initialization must be one that is not for convolutions alone, but was PatchWhitening.",
            error.Message);
    }

    private static double[] Doubles(string name) => [.. Golden.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
