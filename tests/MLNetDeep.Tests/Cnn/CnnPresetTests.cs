using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Cnn;

/// <summary>The presets' networks and settings: as published at full size, working at any other.</summary>
public sealed class CnnPresetTests
{
    private static readonly InputShape[] Inputs =
    [
        InputShape.Image(1, 1, 1), InputShape.Image(1, 8, 8), InputShape.Image(1, 20, 20), InputShape.Image(1, 28, 28),
        InputShape.Image(3, 32, 32), InputShape.Image(3, 5, 70), InputShape.Image(3, 64, 64), InputShape.Image(1, 100, 300),
        InputShape.Image(3, 299, 299), InputShape.Signal(1, 1), InputShape.Signal(1, 6), InputShape.Signal(1, 150),
        InputShape.Signal(3, 5000),
    ];

    public static TheoryData<CnnPreset> Presets => [.. Enum.GetValues<CnnPreset>()];

    // torchvision's documentation; LeNet-5 and ResNet-20 by hand. ResNet9 and airbench94 by hand from their sources:
    // 9 (3 * 64 + 64 * 128 + 2 * 128^2 + 128 * 256 + 256 * 512 + 2 * 512^2) + 10 * 512 + 2 (64 + 3 * 128 + 256 + 3 * 512), and
    // 24 * 12 + 24 + 9 (24 * 64 + 64^2 + 64 * 256 + 3 * 256^2) + 10 * 256 + 4 (64 + 256 + 256).
    [Theory]
    [InlineData(CnnPreset.LeNet5, 1, 32, 10, 61_706)]
    [InlineData(CnnPreset.LeNet5, 1, 28, 10, 61_706)]
    [InlineData(CnnPreset.AlexNet, 3, 224, 1000, 61_100_840)]
    [InlineData(CnnPreset.Vgg11, 3, 224, 1000, 132_863_336)]
    [InlineData(CnnPreset.Vgg16, 3, 224, 1000, 138_357_544)]
    [InlineData(CnnPreset.GoogLeNet, 3, 224, 1000, 6_624_904)]
    [InlineData(CnnPreset.ResNet9, 3, 32, 10, 6_573_120)]
    [InlineData(CnnPreset.ResNet18, 3, 224, 1000, 11_689_512)]
    [InlineData(CnnPreset.ResNet20, 3, 32, 10, 272_474)]
    [InlineData(CnnPreset.ResNet50, 3, 224, 1000, 25_557_032)]
    [InlineData(CnnPreset.Airbench, 3, 32, 10, 1_972_792)]
    public void ParametersAreThePublishedOnes(CnnPreset preset, int channels, int size, int classes, long count) =>
        Assert.Equal(count, Network(new CnnOptions { Preset = preset }, InputShape.Image(channels, size, size), classes).ParameterCount);

    [Theory]
    [MemberData(nameof(Presets))]
    public void EveryInputFits(CnnPreset preset)
    {
        foreach (InputShape input in Inputs)
        {
            Assert.Equal([10], Network(new CnnOptions { Preset = preset }, input, 10).OutputShape);
            Assert.Equal([3], Network(new CnnOptions { Preset = preset, WidthFactor = 0.01 }, input, 3).OutputShape);
        }
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void WidthFactorWidens(CnnPreset preset)
    {
        long[] counts =
        [
            .. new[] { 0.25, 1, 2 }.Select(factor => Network(
                new CnnOptions { Preset = preset, WidthFactor = factor }, InputShape.Image(3, 32, 32), 10).ParameterCount),
        ];
        Assert.True(2 * counts[0] < counts[1] && 2 * counts[1] < counts[2], string.Join(" ", counts));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void TrainsAStepAndScoresAlikeWhenLoaded(CnnPreset preset)
    {
        foreach (InputShape input in new[] { InputShape.Image(3, 9, 10), InputShape.Signal(2, 20) })
        {
            var ml = new MLContext(1);
            var options = new CnnOptions
            {
                Preset = preset,
                InputShape = input,
                WidthFactor = preset == CnnPreset.LeNet5 ? 0.5 : 0.05, // whose 6 channels would be none
                MaximumEpochCount = 1,
                BatchSize = 12,
                ThreadCount = 1,
                Seed = 1,
            };
            IDataView data = Rows(ml, input, 12);
            var model = ml.MulticlassClassification.Trainers.Cnn(options).Fit(data);
            Assert.True(double.IsFinite(model.Model.History.Epochs.Single().TrainingLoss));
            using var file = new MemoryStream();
            ml.Model.Save(model, data.Schema, file);
            file.Position = 0;
            ITransformer loaded = ml.Model.Load(file, out _);
            Assert.Equal(Scores(model.Transform(data)), Scores(loaded.Transform(data)));
            Assert.True(Scores(model.Transform(data)).Distinct().Count() > 3, "all rows score alike");
        }
    }

    [Fact]
    public void AirbenchLearns()
    {
        var ml = new MLContext(1);
        var options = new CnnOptions
        {
            Preset = CnnPreset.Airbench,
            WidthFactor = 0.125,
            Seed = 1,
            ThreadCount = 1,
            MaximumEpochCount = 20,
        };
        var model = ml.MulticlassClassification.Trainers.Cnn(options).Fit(Shapes.Bytes(ml, Shapes.Images(200, 1)));
        var metrics = ml.MulticlassClassification.Evaluate(model.Transform(Shapes.Bytes(ml, Shapes.Images(200, 2))));
        Assert.True(metrics.MicroAccuracy > 0.95, $"accuracy {metrics.MicroAccuracy}");
        float[] tensors = [.. model.Model.Tensors];
        TensorSpec whitening = model.Model.Network.Tensors.Single(tensor => tensor.Name == "1.weight");
        Assert.Equal([8, 1, 2, 2], whitening.Shape);
        float[] weights = tensors[whitening.Offset..(whitening.Offset + whitening.ElementCount)];
        Assert.Equal(weights[..16].Select(weight => -weight), weights[16..]); // frozen: still the eigenvectors and their negatives
    }

    [Theory]
    [InlineData(CnnPreset.Airbench, 50_000, 1024, 1.5, 10)]
    [InlineData(CnnPreset.Airbench, 1437, 16, 1.5 / 64, 10)]
    [InlineData(CnnPreset.ResNet9, 50_000, 512, 0.4, 24)]
    [InlineData(CnnPreset.ResNet9, 4000, 32, 0.025, 24)]
    [InlineData(CnnPreset.ResNet20, 50_000, 128, 0.1, 30)]
    [InlineData(CnnPreset.ResNet18, 50_000, 256, 0.1, 30)]
    [InlineData(CnnPreset.ResNet50, 100, 16, 0.1 / 16, 80)]
    [InlineData(CnnPreset.Vgg16, 50_000, 256, 0.01, 30)]
    [InlineData(CnnPreset.AlexNet, 50_000, 128, 0.01, 30)]
    public void SettingsAreThePublishedOnes(CnnPreset preset, int rows, int batch, double learningRate, int epochs)
    {
        FitSettings fit = Choose(new CnnOptions { Preset = preset }, InputShape.Image(3, 32, 32), 10, rows).Fit;
        Assert.Equal((batch, epochs), (fit.BatchSize, fit.MaximumEpochCount));
        Assert.Equal(learningRate, fit.LearningRate, 1e-9);
    }

    [Fact]
    public void AirbenchIsTrainedAsPublished()
    {
        FitSettings fit = Choose(new CnnOptions { Preset = CnnPreset.Airbench }, InputShape.Image(3, 32, 32), 10, 50_000).Fit;
        Assert.Equal(new Sgd { Momentum = 0.85, Nesterov = true }, fit.Optimizer);
        Assert.Equal(new TriangularSchedule { StartFactor = 0.2, PeakFraction = 0.23, EndFactor = 0.07 }, fit.LearningRateSchedule);
        Assert.Equal(new Lookahead { StepCount = 5, Decay = Math.Pow(0.95, 5), DecayPower = 3 }, fit.WeightAveraging);
        Assert.Equal(0.2, fit.LabelSmoothing);
        Assert.Equal(0.0153 / 11.5, fit.L2Penalty, 1e-12);
    }

    [Theory]
    [InlineData(CnnPreset.LeNet5, 32, -1, 0)]
    [InlineData(CnnPreset.Airbench, 32, 2, 0)]
    [InlineData(CnnPreset.ResNet9, 32, 4, 8)]
    [InlineData(CnnPreset.ResNet20, 32, 4, 0)]
    [InlineData(CnnPreset.ResNet50, 224, 16, 0)]
    [InlineData(CnnPreset.Vgg16, 5, 0, 0)]
    public void ImagesAreMovedAsPublished(CnnPreset preset, int side, int translate, int cutout)
    {
        RowAugmentation? augmentation =
            Choose(new CnnOptions { Preset = preset }, InputShape.Image(3, side, side), 10, 1000).Fit.RowAugmentation;
        Assert.Equal(translate < 0 ? null : new ImageAugmentation { Translate = translate, Cutout = cutout }, augmentation);
    }

    private static Recipe Choose(CnnOptions options, InputShape shape, int classes, int rows) =>
        (options with { InputShape = shape }).ChooseRecipe(
            new DataSummary(MulticlassTask.Instance, rows, shape.Count) { ClassCount = classes });

    private static NetworkSpec Network(CnnOptions options, InputShape shape, int classes)
    {
        var encoding = new ChannelNormalization(new ChannelNormalizationSpec(shape), new Dictionary<string, float[]>
        {
            ["mean"] = new float[shape.Channels],
            ["scale"] = [.. Enumerable.Repeat(1f, shape.Channels)],
        });
        return Choose(options, shape, classes, 1000).BuildNetwork(encoding, classes);
    }

    private static IDataView Rows(MLContext ml, InputShape shape, int count)
    {
        var random = new Random(3);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, shape.Count);
        IDataView data = ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, count).Select(i => new Row
            {
                Features = [.. Enumerable.Range(0, shape.Count).Select(_ => (float)(random.NextDouble() + i % 3))],
                Name = "abc"[i % 3].ToString(),
            }).ToArray(), schema);
        return ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
    }

    private static float[] Scores(IDataView data) => [.. data.GetColumn<float[]>("Score").SelectMany(score => score)];

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }
}
