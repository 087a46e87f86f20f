using MLNetDeep.Networks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Training;

/// <summary>Layers that set their first numbers by the training rows.</summary>
public sealed class DataDrivenInitializationTests
{
    private const int Rows = 500;

    [Fact]
    public void OutputsHaveVarianceOneAndUnitsBendWithinTheData()
    {
        var network = new NetworkSpec(
            [3],
            [
                new LinearSpec(40, true, WeightInitialization.UnitOutput)
                {
                    NtkParametrization = true,
                    BiasInitialization = BiasInitialization.AtData,
                },
            ]);
        TensorTable rows = Table(3, (random, column) => 3 + (column + 1) * random.NextDouble());
        float[] tensors = Start(network, rows);
        for (int unit = 0; unit < 40; unit++)
        {
            double[] outputs = [.. Enumerable.Range(0, Rows).Select(row =>
                Enumerable.Range(0, 3).Sum(k => tensors[unit * 3 + k] * (double)rows.Row(row)[k]) / Math.Sqrt(3))];
            double mean = outputs.Average();
            Assert.Equal(1, outputs.Average(value => (value - mean) * (value - mean)), 1e-4);
            Assert.InRange(-tensors[120 + unit], outputs.Min(), outputs.Max());
        }

        double[] biases = [.. tensors[120..].Select(value => (double)value)];
        Assert.True(biases.Distinct().Count() == 40);
    }

    [Fact]
    public void LaterLayersSeeWhatEarlierOnesMadeOfTheData()
    {
        LayerSpec layer = new LinearSpec(8, false, WeightInitialization.UnitOutput);
        var network = new NetworkSpec([3], [layer, ParallelSpec.Residual(new ActivationSpec(Activation.Tanh), layer)]);
        TensorTable rows = Table(3, (random, column) => 100 * random.NextDouble());
        float[] tensors = Start(network, rows);
        double[] hidden = [.. Enumerable.Range(0, Rows).SelectMany(row => Enumerable.Range(0, 8).Select(unit =>
            Math.Tanh(Enumerable.Range(0, 3).Sum(k => tensors[unit * 3 + k] * (double)rows.Row(row)[k]))))];
        double[] first = [.. Enumerable.Range(0, Rows).Select(row => Enumerable.Range(0, 8).Sum(k => tensors[24 + k] * hidden[row * 8 + k]))];
        double mean = first.Average();
        Assert.Equal(1, first.Average(value => (value - mean) * (value - mean)), 1e-3);
    }

    [Fact]
    public void ConstantColumnLeavesWeightsFinite()
    {
        var network = new NetworkSpec(
            [1], [new LinearSpec(4, true, WeightInitialization.UnitOutput) { BiasInitialization = BiasInitialization.AtData }]);
        Assert.All(Start(network, Table(1, (_, _) => 0)), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void QuantileBinsHoldAsManyRowsEach()
    {
        var network = new NetworkSpec([2], [new PiecewiseLinearEmbeddingSpec(4)]);
        TensorTable rows = Table(2, (random, column) => column == 0 ? random.NextDouble() * random.NextDouble() : random.Next(10) / 9);
        float[] tensors = Start(network, rows);
        float[] column = [.. Enumerable.Range(0, Rows).Select(row => rows.Row(row)[0]).Order()];
        (float[] left, float[] slope) = (tensors[..8], tensors[8..16]);
        (float[] lower, float[] upper) = (tensors[16..24], tensors[24..32]);
        for (int bin = 0; bin < 4; bin++)
        {
            Assert.Equal(InputNormalization.Quantile(column, bin / 4.0), left[bin], 1e-6);
            double width = InputNormalization.Quantile(column, (bin + 1) / 4.0) - InputNormalization.Quantile(column, bin / 4.0);
            Assert.Equal(1, slope[bin] * width, 1e-4);
        }

        Assert.Equal([float.MinValue, 0, 0, 0], lower[..4]);
        Assert.Equal([1, 1, 1, float.MaxValue], upper[..4]);
        Assert.Equal([0, 0, 0, 0], left[4..]); // two values: one bin, from 0 to 1
        Assert.Equal([1, 0, 0, 0], slope[4..]);
        Assert.Equal([float.MinValue, 0, 0, 0], lower[4..]);
        Assert.Equal([float.MaxValue, 0, 0, 0], upper[4..]);
    }

    [Fact]
    public void TreeBinsEndWhereTheTargetChanges()
    {
        float[] values = [.. Enumerable.Range(0, 1000).Select(i => i / 1000f)];
        float[] targets = [.. values.Select(x => x < 0.3f ? 0f : x < 0.4f ? 2f : 1f)];
        float[] edges = TreeBins.Edges(values, new TensorTable(1000, 1, targets), areClasses: true, 3);
        Assert.Equal([0, 0.2995f, 0.3995f, 0.999f], edges.Select(edge => MathF.Round(edge, 4)));
        Assert.Equal([0, 0.999f], TreeBins.Edges(values, new TensorTable(1000, 1, new float[1000]), areClasses: false, 3));
    }

    [Fact]
    public void SameSeedStartsAlikeAndWarmStartIsLeftAlone()
    {
        TrainingData data = Fits.Data(80, 0, normalise: false);
        var network = new NetworkSpec(
            [2],
            [
                new PiecewiseLinearEmbeddingSpec(6, 4), new ActivationSpec(Activation.Relu),
                new LinearSpec(1, true, WeightInitialization.UnitOutput) { BiasInitialization = BiasInitialization.AtData },
            ]);
        FitSettings settings = Fits.Quick with { MaximumEpochCount = 2 };
        float[] once = Fits.Run(network, data, settings).Tensors;
        Assert.Equal(once, Fits.Run(network, data, settings).Tensors);
        Assert.NotEqual(once, Fits.Run(network, data, settings with { Seed = 8 }).Tensors);
        float[] before = [.. Enumerable.Repeat(0.5f, network.ElementCount)];
        float[] after = TrainingLoop.Run(network, new SquaredErrorHead(), data, settings, new FitHooks(), before).Tensors;
        Assert.Equal(before[..48], after[..48]); // the bins
    }

    private static float[] Start(NetworkSpec network, TensorTable rows)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var random = new FitRandom(5);
        var training = new TrainingNetwork(network, Rows);
        training.Load(random.InitialTensors(network));
        int[] sample = DataDrivenInitialization.Sample([.. Enumerable.Range(0, Rows)], rows.Width, random);
        var data = new TrainingData
        {
            Features = rows,
            Targets = new TensorTable(Rows, 1, new float[Rows]),
            TrainRows = sample,
            ValidationRows = [],
        };
        DataDrivenInitialization.Run(training, data, sample, areClasses: false, random);
        return training.Export(training.Values);
    }

    private static TensorTable Table(int width, Func<Random, int, double> value)
    {
        var random = new Random(4);
        return new TensorTable(Rows, width, [.. Enumerable.Range(0, Rows * width).Select(i => (float)value(random, i % width))]);
    }
}
