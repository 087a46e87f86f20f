using System.Text.Json;
using MLNetDeep.Networks;
using MLNetDeep.Scoring;

namespace MLNetDeep.Tests.Numerics;

/// <summary>The quantile scaling against scikit-learn, whose numbers quantile_golden.py wrote.</summary>
public sealed class QuantileGoldenTests
{
    [Fact]
    public void EqualsScikitLearn()
    {
        using Stream stream = typeof(QuantileGoldenTests).Assembly.GetManifestResourceStream("MLNetDeep.Tests.Numerics.quantile_golden.json")!;
        using var json = JsonDocument.Parse(stream);
        float[] quantiles = Numbers(json, "quantiles");
        float[] input = Numbers(json, "input");
        float[] expected = Numbers(json, "output");
        var network = new NetworkSpec(
            [3], [new InputNormalizationSpec([]) { Scaling = NumericScaling.Quantile, QuantileCount = quantiles.Length / 3 }]);
        float[] actual = new float[input.Length];
        ForwardPlan.Compile(network, quantiles).Run(input, input.Length / 3, actual);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-6f));
        Assert.Contains(actual, value => value < -5.19f);
        Assert.Contains(actual, value => value > 5.19f);
    }

    private static float[] Numbers(JsonDocument json, string member) =>
        [.. json.RootElement.GetProperty(member).EnumerateArray().Select(number => number.GetSingle())];
}
