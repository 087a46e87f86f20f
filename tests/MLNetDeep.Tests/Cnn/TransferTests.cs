using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Cnn;

public sealed class TransferTests
{
    private static readonly CnnOptions Quick = new() { Seed = 2, ThreadCount = 1 };

    /// <summary>Diagonals are one class now.</summary>
    private static readonly Dictionary<string, string> ThreeNames = new() { ["-"] = "lying", ["|"] = "standing", ["\\"] = "x", ["/"] = "x" };

    private static readonly CnnOptions Small = Quick with
    {
        Layers =
        [
            new ConvSpec(8, 3) { Padding = Padding.Same }, new BatchNormSpec(), new ActivationSpec(Activation.Relu), new MaxPoolSpec(2),
            new ConvSpec(16, 3) { Padding = Padding.Same }, new BatchNormSpec(), new ActivationSpec(Activation.Relu), new GlobalPoolSpec(),
        ],
    };

    private static readonly Lazy<DeepPredictionTransformer> Base = new(() =>
    {
        var ml = new MLContext(1);
        var options = Small with { MaximumEpochCount = 8, BatchSize = 32, LearningRate = 5e-3 };
        return ml.MulticlassClassification.Trainers.Cnn(options).Fit(Shapes.Bytes(ml, Shapes.Images(500, 1)));
    });

    [Fact]
    public void FewRowsLearnMoreFromABaseThanFromScratch()
    {
        var ml = new MLContext(1);
        var rows = Renamed(ml, 4, seed: 5);
        var test = Renamed(ml, 100, seed: 6);
        double transferred = Accuracy(ml, Quick with { BaseModel = Base.Value.Model, FrozenLayers = ["*"] }, rows, test);
        double tuned = Accuracy(ml, Quick with { BaseModel = Base.Value.Model, LearningRateDecayPerLayer = 0.5 }, rows, test);
        double scratch = Accuracy(ml, Small with { MaximumEpochCount = 100, BatchSize = 8 }, rows, test);
        Assert.True(transferred > 0.9 && transferred > scratch + 0.05, $"frozen {transferred}, from scratch {scratch}");
        Assert.True(tuned > 0.9 && tuned > scratch + 0.05, $"tuned {tuned}, from scratch {scratch}");
    }

    [Fact]
    public void FrozenFeaturesStayAsTheyWereToTheBit()
    {
        var ml = new MLContext(1);
        var options = Quick with { BaseModel = Base.Value.Model, FrozenLayers = ["*"], MaximumEpochCount = 3 };
        var model = ml.MulticlassClassification.Trainers.Cnn(options).Fit(Renamed(ml, 32, 5)).Model;
        int output = OutputLayer.IndexIn(model.Network);
        Assert.Equal(output, OutputLayer.IndexIn(Base.Value.Model.Network));
        Assert.All(Tensors(model), tensor => Assert.Equal(
            tensor.Layer < output, tensor.Values.AsSpan().SequenceEqual(Tensors(Base.Value.Model).Single(its => its.Name == tensor.Name).Values)));
        Assert.Equal(3, model.Head.OutputWidth);
    }

    [Fact]
    public void WithoutFrozenLayersWeightsAndStatisticsMove()
    {
        var ml = new MLContext(1);
        var options = Quick with { BaseModel = Base.Value.Model, MaximumEpochCount = 1 };
        var model = ml.MulticlassClassification.Trainers.Cnn(options).Fit(Renamed(ml, 32, 5)).Model;
        Assert.Equal(["0.mean", "0.scale"], Unmoved(model));
    }

    [Fact]
    public void LayersAreFrozenByPositionAndKind()
    {
        var ml = new MLContext(1);
        var trainer = ml.MulticlassClassification.Trainers.Cnn(Quick with
        {
            BaseModel = Base.Value.Model,
            FrozenLayers = ["1-3", "batch-norm-1d"],
            MaximumEpochCount = 1,
        });
        string[] expected = [.. Base.Value.Model.Network.Tensors.Select(tensor => tensor.Name).Where(
            name => name.StartsWith("0.", StringComparison.Ordinal) || name.StartsWith("1.", StringComparison.Ordinal)
                || Base.Value.Model.Network.Tensors.Any(tensor => tensor.Name == name.Split('.')[0] + ".running_mean"))];
        Assert.Equal(expected, Unmoved(trainer.Fit(Renamed(ml, 32, 5)).Model));
    }

    [Fact]
    public void LayersLearnAtTheirOwnPace()
    {
        var ml = new MLContext(1);
        var options = Quick with
        {
            BaseModel = Base.Value.Model,
            LayerLearningRateFactors = [new LayerLearningRateFactor("*", 0), new LayerLearningRateFactor("5.weight", 0.5)],
            MaximumEpochCount = 1,
        };
        var model = ml.MulticlassClassification.Trainers.Cnn(options).Fit(Renamed(ml, 32, 5)).Model;
        var parameters = model.Network.Tensors.Where(tensor => tensor.IsParameter).Select(tensor => tensor.Name).ToHashSet();
        Assert.Equal("5.weight", Assert.Single(parameters.Except(Unmoved(model)), name => !IsOutput(model, name)));
    }

    [Fact]
    public void TheStepSizeFallsFromLayerToLayer()
    {
        var network = new NetworkSpec(
            [4], [new LinearSpec(3), new ActivationSpec(Activation.Relu), new LinearSpec(3, Bias: false), new LinearSpec(2)]);
        var rules = LayerRules.Of(network, new FitSettings
        {
            LearningRateDecayPerLayer = 0.5,
            LayerLearningRateFactors = [new LayerLearningRateFactor("0.bias", 3)],
        });
        Assert.Equal([0.25f, 3, 0.5f, 1, 1], network.Tensors.Select(rules.FactorOf));
    }

    [Fact]
    public void AFrozenNormUsesItsRunningStatistics()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var block = ParallelSpec.Residual(new ConvSpec(2, 3) { Padding = Padding.Same }, new BatchNormSpec());
        var network = new NetworkSpec([4, 4, 2], [block, new GlobalPoolSpec(), new LinearSpec(2)]);
        var frozen = new TrainingNetwork(network, 3, LayerRules.Of(network, new FitSettings { FrozenLayers = ["0.branch0.1.*"] }));
        float[] tensors = new FitRandom(1).InitialTensors(network);
        frozen.Load(tensors);
        torch.Tensor x = torch.tensor([.. Enumerable.Range(0, 96).Select(i => MathF.Sin(i))]).view(3, 4, 4, 2);
        float[] trained = Values(frozen.Forward(x, Pass.Training));
        Assert.Equal(Values(frozen.Forward(x, Pass.Scoring)), trained);
        Assert.Equal(tensors, frozen.Export(frozen.Values));
        var free = new TrainingNetwork(network, 3);
        free.Load(tensors);
        Assert.NotEqual(Values(free.Forward(x, Pass.Training)), trained);
    }

    [Fact]
    public void AnotherTaskTakesABaseFromAZip()
    {
        var ml = new MLContext(1);
        var test = Shapes.Bytes(ml, Shapes.Images(80, 7));
        using var zip = new MemoryStream();
        ml.Model.Save(Base.Value, test.Schema, zip);
        zip.Position = 0;
        var loaded = (DeepPredictionTransformer)ml.Model.Load(zip, out _);
        IDataView Rows(int count, int seed) => ml.Data.LoadFromEnumerable(Shapes.Images(count, seed).Select(image => new Measured
        {
            Features = [.. image.Features.Select(pixel => (float)pixel)],
            Label = image.Name == "-" ? 30 : image.Name == "|" ? 10 : 20,
        }));
        var options = Quick with { BaseModel = loaded.Model, FrozenLayers = ["*"], MaximumEpochCount = 40 };
        var model = ml.Regression.Trainers.Cnn(options).Fit(Rows(60, 8));
        var metrics = ml.Regression.Evaluate(model.Transform(Rows(100, 9)));
        Assert.True(metrics.RSquared > 0.8, $"R squared {metrics.RSquared}");
        Assert.DoesNotContain("baseModel", model.Model.Training.Options.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("*", model.Model.Training.Options.GetProperty("frozenLayers")[0].GetString());
    }

    [Fact]
    public void TrainingGoesOnWithAllLayers()
    {
        var ml = new MLContext(1);
        var rows = Renamed(ml, 32, 5);
        var frozen = Quick with { BaseModel = Base.Value.Model, FrozenLayers = ["*"], MaximumEpochCount = 2 };
        var first = ml.MulticlassClassification.Trainers.Cnn(frozen).Fit(rows).Model;
        var second = ml.MulticlassClassification.Trainers.Cnn(frozen with { FrozenLayers = [], InitialModel = first, LearningRate = 1e-9 })
            .Fit(rows).Model;
        Assert.NotEqual(first.Tensors, second.Tensors);
        foreach ((int i, TensorSpec tensor) in first.Network.Tensors.Index())
        {
            if (tensor.IsParameter)
                Assert.Equal(Tensors(first)[i].Values, Tensors(second)[i].Values, (a, b) => Math.Abs(a - b) < 1e-6);
        }
    }

    [Fact]
    public void BasesThatDoNotFitAreRefused()
    {
        var ml = new MLContext(1);
        var data = Shapes.Floats(ml, Shapes.Images(40, 1));
        var trainers = ml.MulticlassClassification.Trainers;
        var mlp = trainers.Mlp(new MlpOptions { Preset = MlpPreset.Plain, HiddenSizes = [4], MaximumEpochCount = 1, Seed = 1 }).Fit(data).Model;
        AssertRefused(
            "CnnOptions.BaseModel must be a convolutional network, which starts with ChannelNormalization and ends in a linear layer, "
            + "but was 'Mlp, which starts with InputNormalization and ends in Linear 4'.",
            () => trainers.Cnn(Quick with { BaseModel = mlp }));
        var ensemble = trainers.CrossValidationEnsemble(
            trainers.Cnn(Small with { MaximumEpochCount = 1 }), foldCount: 2, seed: 1).Fit(data).Model;
        AssertRefused(
            "CnnOptions.BaseModel must be a single network, but was 'an ensemble of 2'.", () => trainers.Cnn(Quick with { BaseModel = ensemble }));
        var trainer = trainers.Cnn(Quick with { BaseModel = Base.Value.Model, InputShape = InputShape.Image(1, 9, 16) });
        AssertRefused(
            "CnnOptions.BaseModel must be a network for image of 1 x 9 x 16, as the data are, but it is one for image of 1 x 12 x 12.",
            () => trainer.Fit(data));
        AssertRefused(
            "CnnOptions.FrozenLayers must be names or patterns of layers, but was ['']. "
            + "CnnOptions.LayerLearningRateFactors must be patterns of layers with factors that are finite and at least 0, but was "
            + "[LayerLearningRateFactor { Pattern = 1, Factor = -1 }]. "
            + "CnnOptions.LearningRateDecayPerLayer must be above 0 and at most 1, but was 2. "
            + "CnnOptions.Layers must be null with a BaseModel, whose layers are taken, but was ['Flatten']. "
            + "CnnOptions.Preset must be Auto with a BaseModel, whose layers are taken, but was LeNet5. "
            + "CnnOptions.WidthFactor must be 1 with a BaseModel, whose layers are taken, but was 2.",
            () => trainers.Cnn(Quick with
            {
                BaseModel = Base.Value.Model,
                FrozenLayers = [""],
                LayerLearningRateFactors = [new LayerLearningRateFactor("1", -1)],
                LearningRateDecayPerLayer = 2,
                Layers = [new FlattenSpec()],
                Preset = CnnPreset.LeNet5,
                WidthFactor = 2,
            }));
    }

    [Fact]
    public void PatternsThatNameNothingAreRefused()
    {
        var network = new NetworkSpec([4], [new LinearSpec(3, Bias: false), new LinearSpec(2, Bias: false)]);
        AssertRefused(
            "CnnOptions.FrozenLayers must name layers before the output layer, which is layer 1 and is always trained, but was '1'.",
            () => LayerRules.Of(network, new FitSettings { FrozenLayers = ["1"] }));
        AssertRefused(
            "CnnOptions.FrozenLayers does not fit the network. The pattern must name a tensor (0.weight, 1.weight), a layer's position or "
            + "a layer's kind (linear), but was 'conv'. (Parameter 'pattern')",
            () => LayerRules.Of(network, new FitSettings { FrozenLayers = ["conv"] }));
        AssertRefused(
            "CnnOptions.LayerLearningRateFactors does not fit the network. The pattern must name a parameter (0.weight, 1.weight), a layer's "
            + "position or a layer's kind (linear), but was '2-9'. (Parameter 'pattern')",
            () => LayerRules.Of(network, new FitSettings { LayerLearningRateFactors = [new LayerLearningRateFactor("2-9", 1)] }));
    }

    private static IDataView Renamed(MLContext ml, int count, int seed) => Shapes.Bytes(ml, Shapes.Renamed(Shapes.Images(count, seed), ThreeNames));

    private static double Accuracy(MLContext ml, CnnOptions options, IDataView rows, IDataView test) => ml.MulticlassClassification.Evaluate(
        ml.MulticlassClassification.Trainers.Cnn(options).Fit(rows).Transform(test)).MicroAccuracy;

    private static List<(string Name, int Layer, float[] Values)> Tensors(DeepModel model) =>
    [
        .. model.Network.Tensors.Select(tensor => (
            tensor.Name, int.Parse(tensor.Name.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture),
            model.Tensors.AsSpan(tensor.Offset, tensor.ElementCount).ToArray())),
    ];

    private static bool IsOutput(DeepModel model, string tensor) =>
        Tensors(model).Single(its => its.Name == tensor).Layer >= OutputLayer.IndexIn(model.Network);

    /// <summary>The tensors that are the base's to the bit.</summary>
    private static string[] Unmoved(DeepModel model) =>
    [
        .. Tensors(model).Zip(Tensors(Base.Value.Model)).Where(pair => pair.First.Values.AsSpan().SequenceEqual(pair.Second.Values))
            .Select(pair => pair.First.Name),
    ];

    private static float[] Values(torch.Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    private static void AssertRefused(string message, Action act) => Assert.Equal(message, Assert.Throws<ArgumentException>(act).Message);

    /// <summary>Channels last, which for grey is the same numbers.</summary>
    public sealed class Measured
    {
        [VectorType(Shapes.Size, Shapes.Size, 1)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
