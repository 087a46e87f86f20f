using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Networks;

/// <summary>Mean, spread and shape of the numbers that weights start with, against the formulas of the papers.</summary>
public sealed class InitializerTests
{
    private const int Inputs = 300;
    private const int Outputs = 200;

    /// <summary>Variance; 0 bound for normal numbers.</summary>
    private static readonly Dictionary<WeightInitialization, (double Variance, double Bound)> Expected = new()
    {
        [WeightInitialization.Kaiming] = (2.0 / Inputs, 0),
        [WeightInitialization.Glorot] = (2.0 / (Inputs + Outputs), 0),
        [WeightInitialization.LeCun] = (1.0 / Inputs, 0),
        [WeightInitialization.KaimingUniform] = (2.0 / Inputs, Math.Sqrt(6.0 / Inputs)),
        [WeightInitialization.GlorotUniform] = (2.0 / (Inputs + Outputs), Math.Sqrt(6.0 / (Inputs + Outputs))),
        [WeightInitialization.LeCunUniform] = (1.0 / Inputs, Math.Sqrt(3.0 / Inputs)),
        [WeightInitialization.FanInUniform] = (1.0 / (3 * Inputs), 1 / Math.Sqrt(Inputs)),
        [WeightInitialization.StandardNormal] = (1, 0),
        [WeightInitialization.UnitOutput] = (1, 0), // before it has seen data
        [WeightInitialization.Zeros] = (0, 0),
        [WeightInitialization.Orthogonal] = (1.0 / Inputs, 0),
    };

    /// <summary>Those that are more than a distribution, each with a test of its own.</summary>
    private static readonly WeightInitialization[] Patterns = [WeightInitialization.Dirac, WeightInitialization.PatchWhitening];

    [Fact]
    public void EveryChoiceIsHere() => Assert.Equal(Enum.GetValues<WeightInitialization>().Order(), Expected.Keys.Concat(Patterns).Order());

    public static TheoryData<WeightInitialization> Choices => [.. Expected.Keys];

    [Theory]
    [InlineData(4, 3)]
    [InlineData(2, 3)]
    [InlineData(4, 2)]
    public void DiracConvolutionCopiesItsFirstInputs(int outputs, int kernel)
    {
        var network = new NetworkSpec(
            [5, 5, 3], [new ConvSpec(outputs, kernel) { Bias = false, Initialization = WeightInitialization.Dirac }]);
        float[] weights = new FitRandom(11).InitialTensors(network);
        int area = kernel * kernel;
        int middle = kernel / 2 * kernel + kernel / 2;
        for (int output = 0; output < Math.Min(outputs, 3); output++)
        {
            for (int i = 0; i < 3 * area; i++)
                Assert.Equal(i == output * area + middle ? 1 : 0, weights[output * 3 * area + i]);
        }

        double bound = 1 / Math.Sqrt(3 * area);
        Assert.All(weights.Skip(3 * 3 * area), weight => Assert.InRange(Math.Abs(weight), 1e-9, bound));
    }

    [Fact]
    public void DiracLinearLayerIsTheIdentity()
    {
        var network = new NetworkSpec([3], [new LinearSpec(3, false, WeightInitialization.Dirac)]);
        Assert.Equal([1, 0, 0, 0, 1, 0, 0, 0, 1], new FitRandom(11).InitialTensors(network));
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void NumbersAreDistributedAsTheFormulaSays(WeightInitialization choice)
    {
        var network = new NetworkSpec([Inputs], [new LinearSpec(Outputs, false, choice)]);
        float[] weights = new FitRandom(11).InitialTensors(network);
        (double variance, double bound) = Expected[choice];
        double deviation = Math.Sqrt(variance);
        Assert.Equal(0, weights.Average(), 5 * deviation / Math.Sqrt(weights.Length) + 1e-12);
        Assert.Equal(variance, weights.Average(weight => (double)weight * weight), 0.03 * variance + 1e-12);
        if (bound > 0)
        {
            Assert.InRange(weights.Max(), 0.999 * bound, bound);
            Assert.InRange(weights.Min(), -bound, -0.999 * bound);
        }
        else if (variance > 0)
        {
            // Of normal numbers 4.55 % are further than two deviations from the mean.
            Assert.Equal(0.0455, weights.Count(weight => Math.Abs(weight) > 2 * deviation) / (double)weights.Length, 0.004);
        }
    }

    [Theory]
    [InlineData(20, 50)]
    [InlineData(50, 20)]
    [InlineData(30, 30)]
    public void OrthogonalVectorsAreOrthonormal(int outputs, int inputs)
    {
        var network = new NetworkSpec([inputs], [new LinearSpec(outputs, false, WeightInitialization.Orthogonal)]);
        float[] weights = new FitRandom(12).InitialTensors(network);
        int count = Math.Min(inputs, outputs);
        double Weight(int vector, int k) => outputs <= inputs ? weights[vector * inputs + k] : weights[k * inputs + vector];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = Enumerable.Range(0, Math.Max(inputs, outputs)).Sum(k => Weight(i, k) * Weight(j, k));
                Assert.Equal(i == j ? 1 : 0, product, 1e-6);
            }
        }
    }

    [Fact]
    public void BiasesStartAsChosen()
    {
        float[] Biases(BiasInitialization choice)
        {
            var layer = new LinearSpec(5000, true, WeightInitialization.Zeros) { BiasInitialization = choice };
            return new FitRandom(13).InitialTensors(new NetworkSpec([4], [layer]))[20_000..];
        }

        Assert.All(Biases(BiasInitialization.Zeros), bias => Assert.Equal(0, bias));
        Assert.All(Biases(BiasInitialization.AtData), bias => Assert.Equal(0, bias)); // before it has seen data
        float[] uniform = Biases(BiasInitialization.FanInUniform);
        Assert.InRange(uniform.Max(), 0.499, 0.5);
        Assert.InRange(uniform.Min(), -0.5, -0.499);
        Assert.Equal(1, Biases(BiasInitialization.StandardNormal).Average(bias => (double)bias * bias), 0.06);
    }

    [Fact]
    public void EmbeddingsStartAsPublished()
    {
        float[] Start(LayerSpec layer, int width, string name)
        {
            var network = new NetworkSpec([width], [layer]);
            float[] tensors = new FitRandom(14).InitialTensors(network);
            TensorSpec tensor = network.Tensors.Single(tensor => tensor.Name == "0." + name);
            return tensors.AsSpan(tensor.Offset, tensor.ElementCount).ToArray();
        }

        double Square(float[] values) => values.Average(value => (double)value * value);

        Assert.Equal(0.01, Square(Start(PeriodicEmbeddingSpec.Pbld(), 200, "frequency")), 0.0008);
        Assert.Equal(Math.PI, Start(PeriodicEmbeddingSpec.Pbld(), 200, "phase").Max(), 0.01);
        Assert.Equal(0.25, Start(PeriodicEmbeddingSpec.Pbld(), 200, "weight").Max(), 0.001);
        Assert.Equal(1, Square(Start(new CategoryEmbeddingSpec([500], 8), 1, "weight")), 0.08);
        Assert.All(Start(new PiecewiseLinearEmbeddingSpec(8, 4), 3, "weight"), weight => Assert.Equal(0, weight));
        Assert.Equal(0.5, Start(new PiecewiseLinearEmbeddingSpec(8, 4), 200, "shortcut").Max(), 0.01);
        Assert.Equal(0.25, Start(new PiecewiseLinearEmbeddingSpec(16, 4) { Shortcut = false }, 200, "weight").Max(), 0.001);
    }
}
