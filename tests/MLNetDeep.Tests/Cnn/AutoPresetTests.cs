using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Cnn;

/// <summary>The default: what it chooses, and that it learns.</summary>
public sealed class AutoPresetTests
{
    private static readonly CnnOptions Narrow = new() { MaximumEpochCount = 25, WidthFactor = 0.25, Seed = 1, ThreadCount = 1 };

    [Fact]
    public void LearnsClassesFromFewImages()
    {
        var ml = new MLContext(1);
        var model = ml.MulticlassClassification.Trainers.Cnn(Narrow).Fit(Shapes.Bytes(ml, Shapes.Images(200, 1)));
        var metrics = ml.MulticlassClassification.Evaluate(model.Transform(Shapes.Bytes(ml, Shapes.Images(200, 2))));
        Assert.True(metrics.MicroAccuracy > 0.95, $"accuracy {metrics.MicroAccuracy}");
    }

    [Fact]
    public void LearnsTwoClasses()
    {
        var ml = new MLContext(1);
        var model = ml.BinaryClassification.Trainers.Cnn(Narrow).Fit(ml.Data.LoadFromEnumerable(Bars(160, 1)));
        var metrics = ml.BinaryClassification.Evaluate(model.Transform(ml.Data.LoadFromEnumerable(Bars(200, 2))));
        Assert.True(metrics.Accuracy > 0.95, $"accuracy {metrics.Accuracy}");
    }

    [Fact]
    public void LearnsANumber()
    {
        var ml = new MLContext(1);
        var options = Narrow with { LabelColumnName = "Brightness" };
        var model = ml.Regression.Trainers.Cnn(options).Fit(ml.Data.LoadFromEnumerable(Bars(160, 1)));
        var metrics = ml.Regression.Evaluate(model.Transform(ml.Data.LoadFromEnumerable(Bars(200, 2))), "Brightness");
        Assert.True(metrics.RSquared > 0.9, $"R squared {metrics.RSquared}");
    }

    [Fact]
    public void LearnsSignals()
    {
        var ml = new MLContext(1);
        var options = Narrow with { InputShape = InputShape.Signal() };
        var model = ml.BinaryClassification.Trainers.Cnn(options).Fit(ml.Data.LoadFromEnumerable(Waves(100, 1)));
        var metrics = ml.BinaryClassification.Evaluate(model.Transform(ml.Data.LoadFromEnumerable(Waves(200, 2))));
        Assert.True(metrics.Accuracy > 0.95, $"accuracy {metrics.Accuracy}");
    }

    // 9 * (1 * 24 + 24 * 64 + 64 * 64 + 64 * 128 + 2 * 128 * 128) weights, 2 * (24 + 2 * 64 + 3 * 128) of normalisation,
    // 10 * 129 of output.
    [Fact]
    public void NetworkIsTheMeasuredOne()
    {
        NetworkSpec network = Network(new CnnOptions(), InputShape.Image(1, 28, 28), 60_000);
        Assert.Equal(421_906, network.ParameterCount);
        Assert.Equal(
            [
                "[28, 28, 1]", "[28, 28, 24]", "[14, 14, 24]", "[14, 14, 24]", "[14, 14, 24]", "[14, 14, 64]", "[7, 7, 64]", "[7, 7, 64]",
                "[7, 7, 64]", "[7, 7, 64]", "[7, 7, 128]", "[3, 3, 128]", "[3, 3, 128]", "[3, 3, 128]", "[3, 3, 128]", "[128]", "[10]",
            ],
            Enumerable.Range(0, network.Layers.Count).Select(layer => NetworkSpec.Format(network.GetOutputShape(layer))));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 3, 3)]
    [InlineData(8, 8, 2)]
    [InlineData(16, 16, 4)]
    [InlineData(20, 20, 2)]
    [InlineData(32, 32, 4)]
    [InlineData(64, 64, 4)]
    [InlineData(224, 224, 7)]
    public void LastMapSuitsTheImage(int height, int width, int last)
    {
        NetworkSpec network = Network(new CnnOptions(), InputShape.Image(3, height, width), 1000);
        Assert.Equal([last, last, 128], network.GetInputShape(network.Layers.Count - 2));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(150, 150)]
    [InlineData(600, 300)]
    [InlineData(5000, 312)]
    public void LongSignalsAreShortened(int length, int last)
    {
        NetworkSpec network = Network(new CnnOptions(), InputShape.Signal(1, length), 160);
        Assert.Equal([last, 32], network.GetInputShape(network.Layers.Count - 2));
    }

    [Theory]
    [InlineData(20, 480, 16, 0.05)]
    [InlineData(160, 50, 16, 0.05)]
    [InlineData(1437, 30, 64, 0.1)]
    [InlineData(4000, 15, 64, 0.1)]
    [InlineData(60_000, 12, 128, 0.1)]
    [InlineData(1_000_000, 3, 128, 0.1)]
    public void FitSuitsTheRows(int rows, int epochs, int batch, double learningRate)
    {
        FitSettings fit = Choose(new CnnOptions(), InputShape.Image(1, 28, 28), rows).Fit;
        Assert.Equal((epochs, batch, learningRate), (fit.MaximumEpochCount, fit.BatchSize, fit.LearningRate));
        Assert.Equal(new Sgd { Momentum = 0.9, Nesterov = true }, fit.Optimizer);
        Assert.Equal((0, 5e-4, 0.1, 0), (fit.WeightDecay, fit.L2Penalty, fit.LabelSmoothing, fit.ValidationFraction));
    }

    [Theory]
    [InlineData(5, 1000, 0, 0)]
    [InlineData(8, 1437, 1, 1)]
    [InlineData(20, 4000, 2, 1)]
    [InlineData(28, 60_000, 1, 1)]
    public void ImagesAreMovedWhileTheyTellAClass(int side, int rows, int moves, int shift)
    {
        var image = InputShape.Image(1, side, side);
        Assert.Equal(new ImageAugmentation { Translate = moves }, Choose(new CnnOptions(), image, rows).Fit.RowAugmentation);
        Assert.Equal(shift == 0 ? 0 : 3, Network(new CnnOptions(), image, rows).Views.Count);
        var number = new DataSummary(RegressionTask.Instance, rows, side * side);
        Assert.Null(new CnnOptions { InputShape = image }.ChooseRecipe(number).Fit.RowAugmentation);
        Assert.Null(Choose(new CnnOptions(), InputShape.Signal(1, 150), rows).Fit.RowAugmentation);
        Assert.Empty(Network(new CnnOptions(), InputShape.Signal(1, 150), rows).Views);
    }

    [Fact]
    public void AnotherOptimizerBringsItsOwnStepSize()
    {
        FitSettings fit = Choose(new CnnOptions { Optimizer = new AdamW() }, InputShape.Image(1, 28, 28), 1000).Fit;
        Assert.Equal((2e-3, 0.05, 0.0), (fit.LearningRate, fit.WeightDecay, fit.L2Penalty));
        fit = Choose(new CnnOptions { WeightDecay = 0.01 }, InputShape.Image(1, 28, 28), 1000).Fit;
        Assert.Equal((0.1, 0.0), (fit.LearningRate, fit.L2Penalty));
    }

    private static Recipe Choose(CnnOptions options, InputShape shape, int rows) =>
        (options with { InputShape = shape }).ChooseRecipe(new DataSummary(MulticlassTask.Instance, rows, shape.Count) { ClassCount = 10 });

    private static NetworkSpec Network(CnnOptions options, InputShape shape, int rows)
    {
        var first = new ChannelNormalizationSpec(shape);
        var encoding = new ChannelNormalization(first, new Dictionary<string, float[]>
        {
            ["mean"] = new float[shape.Channels],
            ["scale"] = [.. Enumerable.Repeat(1f, shape.Channels)],
        });
        return Choose(options, shape, rows).BuildNetwork(encoding, 10);
    }

    private static IEnumerable<Bar> Bars(int count, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            bool isUpright = i % 2 == 0;
            float brightness = (float)(0.3 + 0.7 * random.NextDouble());
            var pixels = new float[64];
            int at = random.Next(8);
            for (int k = 0; k < 8; k++)
                pixels[isUpright ? k * 8 + at : at * 8 + k] = brightness;
            for (int k = 0; k < pixels.Length; k++)
                pixels[k] += (float)(0.1 * random.NextDouble());
            yield return new Bar { Features = pixels, Label = isUpright, Brightness = brightness };
        }
    }

    private static IEnumerable<Wave> Waves(int count, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            double start = random.NextDouble() * 6;
            double step = i % 2 == 0 ? 0.5 : 0.8;
            yield return new Wave
            {
                Features = [.. Enumerable.Range(0, 40).Select(k => (float)(Math.Sin(start + step * k) + 0.3 * random.NextDouble()))],
                Label = i % 2 == 0,
            };
        }
    }

    private sealed class Bar
    {
        [VectorType(1, 8, 8)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        public float Brightness { get; set; }
    }

    private sealed class Wave
    {
        [VectorType(40)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
