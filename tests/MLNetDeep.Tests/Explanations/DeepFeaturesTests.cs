using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Tests.Cnn;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Explanations;

public sealed class DeepFeaturesTests
{
    private static readonly Lazy<DeepPredictionTransformer> Fitted = new(() =>
    {
        var ml = new MLContext(1);
        return ml.MulticlassClassification.Trainers.Cnn(new CnnOptions
        {
            Layers =
            [
                new ConvSpec(6, 3) { Padding = Padding.Same }, new BatchNormSpec(), new ActivationSpec(Activation.Relu), new MaxPoolSpec(2),
                new ParallelSpec(
                    [
                        [new ConvSpec(6, 3) { Padding = Padding.Same }, new BatchNormSpec()],
                        [ParallelSpec.Residual(new LinearSpec(6), new ActivationSpec(Activation.Relu))],
                    ],
                    BranchJoin.Concatenate),
                new GlobalPoolSpec(),
            ],
            MaximumEpochCount = 10,
            BatchSize = 32,
            LearningRate = 1e-2,
            Seed = 1,
            ThreadCount = 1,
        }).Fit(Shapes.Bytes(ml, Shapes.Images(400, 1)));
    });

    [Fact]
    public void ByDefaultItIsWhatTheOutputLayerSees()
    {
        var ml = new MLContext(1);
        var data = Shapes.Bytes(ml, Shapes.Images(20, 2));
        var transformer = ml.Transforms.DeepFeatures("Embedding", Fitted.Value).Fit(data);
        Assert.Equal("6", transformer.LayerName);
        var model = Fitted.Value.Model;
        float[] Tensor(string name)
        {
            var tensor = model.Network.Tensors.Single(tensor => tensor.Name == name);
            return model.Tensors.AsSpan(tensor.Offset, tensor.ElementCount).ToArray();
        }
        var (weight, bias) = (Tensor("7.weight"), Tensor("7.bias"));
        var scored = Fitted.Value.Transform(transformer.Transform(data));
        foreach (var (features, score) in scored.GetColumn<float[]>("Embedding").Zip(scored.GetColumn<float[]>("Score")))
        {
            Assert.Equal(12, features.Length);
            double[] odds = [.. Enumerable.Range(0, 4)
                .Select(k => Math.Exp(bias[k] + features.Select((value, i) => (double)value * weight[k * 12 + i]).Sum()))];
            Assert.Equal(odds.Select(odd => (float)(odd / odds.Sum())), score, (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    [Theory]
    [InlineData("0", 12, 12, 1)]
    [InlineData("2", 12, 12, 6)]
    [InlineData("4", 6, 6, 6)]
    [InlineData("5", 6, 6, 12)]
    [InlineData("5.branch0.1", 6, 6, 6)]
    [InlineData("5.branch1.0.branch0.1", 6, 6, 6)]
    public void AnyLayerIsThatOfLibtorch(string layer, params int[] shape)
    {
        var ml = new MLContext(1);
        var images = Shapes.Images(3, 2);
        var data = Shapes.Bytes(ml, images);
        var view = ml.Transforms.DeepFeatures("Output", Fitted.Value.Model, layer).Fit(data).Transform(data);
        Assert.Equal(shape, ((VectorDataViewType)view.Schema["Output"].Type).Dimensions.ToArray());
        using DisposeScope scope = torch.NewDisposeScope();
        var model = Fitted.Value.Model;
        var network = new TrainingNetwork(model.Network, 3);
        network.Load(model.Tensors);
        var encoded = InputEncoding.Of(model.Network, model.Tensors).Apply(
            new TensorTable(3, 144, [.. images.SelectMany(image => image.Features.Select(pixel => (float)pixel))]));
        torch.Tensor input = torch.tensor(encoded.Values.ToArray()).view(3, 12, 12, 1);
        var outputs = new Dictionary<string, float[]> { ["0"] = encoded.Values.ToArray() };
        network.Step.Observer = (name, output) => outputs[name] = output.detach().contiguous().data<float>().ToArray();
        network.Forward(input, Pass.Scoring);
        Assert.Equal(outputs[layer], view.GetColumn<float[]>("Output").SelectMany(row => row), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void AnotherTrainerLearnsFromTheFeaturesOfFewRows()
    {
        var ml = new MLContext(1);
        var pipeline = ml.Transforms.DeepFeatures("Embedding", Fitted.Value)
            .Append(ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(featureColumnName: "Embedding"));
        var model = pipeline.Fit(Shapes.Bytes(ml, Shapes.Images(40, 3)));
        var test = Shapes.Bytes(ml, Shapes.Images(100, 4));
        var accuracy = ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;
        Assert.True(accuracy > 0.85, $"accuracy {accuracy}");
        using var zip = new MemoryStream();
        ml.Model.Save(model, test.Schema, zip);
        zip.Position = 0;
        var again = new MLContext(2).Model.Load(zip, out _);
        Assert.Equal(Scores(model), Scores(again));

        float[] Scores(ITransformer fitted) => [.. fitted.Transform(test).GetColumn<float[]>("Score").SelectMany(score => score)];
    }

    [Fact]
    public void ThreadsShareATransformer()
    {
        var ml = new MLContext(1);
        var data = Shapes.Bytes(ml, Shapes.Images(60, 5));
        var features = ml.Transforms.DeepFeatures("Embedding", Fitted.Value).Fit(data);
        var maps = ml.Transforms.GradCam("Map", Fitted.Value, new GradCamOptions { LayerName = "3" }).Fit(data);
        var expected = (Read(features, "Embedding"), Read(maps, "Map"));
        Parallel.For(0, 4, _ => Assert.Equal(expected, (Read(features, "Embedding"), Read(maps, "Map"))));

        string Read(ITransformer transformer, string column) => string.Join(
            ' ', transformer.Transform(data).GetColumn<float[]>(column).SelectMany(row => row).Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void WrongUsesAreRefused()
    {
        var ml = new MLContext(1);
        AssertRefused(
            "DeepFeatures.LayerName must be a layer of the network (0, 1, 2, 3, 4, 5, 5.branch0.0, 5.branch0.1, 5.branch1.0, "
            + "5.branch1.0.branch0.0, 5.branch1.0.branch0.1, 6, 7), but was 'conv'.",
            () => ml.Transforms.DeepFeatures("Embedding", Fitted.Value, "conv"));
        var data = Shapes.Floats(ml, Shapes.Images(20, 1));
        var trainers = ml.MulticlassClassification.Trainers;
        var small = new MlpOptions { Preset = MlpPreset.Plain, HiddenSizes = [4], MaximumEpochCount = 1, Seed = 1 };
        var ensemble = trainers.CrossValidationEnsemble(trainers.Mlp(small), foldCount: 2, repeatCount: 1, seed: 1).Fit(data);
        AssertRefused(
            "DeepFeatures.Model must be a single network, but was an ensemble of 20.",
            () => ml.Transforms.DeepFeatures("Embedding", ensemble.Model));
        var keyed = ml.Transforms.Conversion.MapValueToKey("Kind", "Name").Fit(data).Transform(data);
        var withKey = trainers.Mlp(small with { CategoricalFeatureColumnNames = ["Kind"] }).Fit(keyed);
        AssertRefused(
            "DeepFeatures.Model must read one feature vector, but reads 1 categorical columns, too: give the transformer instead, which "
            + "knows their names.",
            () => ml.Transforms.DeepFeatures("Embedding", withKey.Model));
        Assert.Equal(4, ml.Transforms.DeepFeatures("Embedding", withKey).Fit(keyed).Transform(keyed).GetColumn<float[]>("Embedding").First().Length);
    }

    [Fact]
    public void TensorsAreReadByName()
    {
        var model = Fitted.Value.Model;
        Assert.Equal(54, model.GetTensor("1.weight").Length);
        Assert.Equal(model.Tensors.AsSpan(2, 54).ToArray(), model.GetTensor("1.weight"));
        Assert.StartsWith(
            "DeepModel.GetTensor needs the name of a tensor (0.mean, 0.scale, 1.weight, ",
            Assert.Throws<ArgumentException>(() => model.GetTensor("filters")).Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string message, Action act) => Assert.Equal(message, Assert.Throws<ArgumentException>(act).Message);
}
