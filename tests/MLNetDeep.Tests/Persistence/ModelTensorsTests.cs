using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Persistence;
using MLNetDeep.Tests.Cli;
using MLNetDeep.Tests.Numerics;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Persistence;

/// <summary>A model's numbers leave it, and come from elsewhere.</summary>
public sealed class ModelTensorsTests
{
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly IDataView Data = Tables.Keyed(Ml);
    private static readonly DeepPredictionTransformer Fitted = Ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label")).Fit(Data);

    [Fact]
    public void A_network_that_was_trained_in_PyTorch_scores_the_same_here()
    {
        var golden = GoldenFile.Read("safetensors_golden.json");
        var network = new NetworkSpec([4], [new LinearSpec(8), new ActivationSpec(Activation.Tanh), new LinearSpec(3)]);
        var empty = new DeepModel(network, new float[network.ElementCount], Fitted.Model.Head, Fitted.Model.Training);
        var expected = GoldenFile.Numbers(golden.GetProperty("probabilities"));

        Check("network", null, 1e-6f);
        Check("half", name => $"module.{name}", 1e-3f);

        void Check(string file, Func<string, string?>? nameInFile, float tolerance)
        {
            var model = empty.WithTensors(SafeTensors.Load(new MemoryStream(golden.GetProperty(file).GetBytesFromBase64())), nameInFile);
            var scores = new float[expected.Length];
            model.Score(GoldenFile.Numbers(golden.GetProperty("input")), expected.Length / 3, scores);
            Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }

    [Fact]
    public void Saved_numbers_make_another_model_predict_the_same_bits_and_travel_in_its_zip()
    {
        var other = Ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label") with { Seed = 99 }).Fit(Data);
        Assert.NotEqual(Scores(Fitted), Scores(other));
        using var file = new MemoryStream();
        Fitted.Model.SaveAsSafeTensors(file);
        file.Position = 0;
        var tensors = SafeTensors.Load(file);

        var same = other.WithModel(other.Model.WithTensors(tensors));

        Assert.Equal(Scores(Fitted), Scores(same));
        Assert.Equal(Fitted.Model.Network.ToJson(), NetworkSpec.FromJson(tensors.Metadata["network"]).ToJson());
        Assert.Equal(("pt", "multiclass"), (tensors.Metadata["format"], tensors.Metadata["task"]));
        using var zip = new MemoryStream();
        Ml.Model.Save(same, Data.Schema, zip);
        Assert.Equal(Scores(Fitted), Scores(Ml.Model.Load(zip, out _)));
    }

    [Fact]
    public void An_ensembles_members_are_all_there()
    {
        CrossValidationEnsemble Ensemble(int seed) => Ml.MulticlassClassification.Trainers.CrossValidationEnsemble(
            Ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label") with { Seed = seed }),
            new CrossValidationEnsembleOptions { FoldCount = 2, Seed = seed });
        var (one, other) = (Ensemble(1).Fit(Data), Ensemble(2).Fit(Data));
        using var folder = new TestFolder();
        one.Model.SaveAsSafeTensors(folder.At("ensemble.safetensors"));
        var tensors = SafeTensors.Load(folder.At("ensemble.safetensors"));
        Assert.Equal(2 * one.Model.Network.Tensors.Count, tensors.Tensors.Count);
        Assert.Contains(tensors.Tensors, tensor => tensor.Name == "members.1.1.weight");
        Assert.Equal(Scores(one), Scores(other.WithModel(other.Model.WithTensors(tensors))));
    }

    [Fact]
    public void What_does_not_fit_is_named_in_one_message()
    {
        using var file = new MemoryStream();
        SafeTensors.Save(file, [("1.weight", [3, 16], new float[48]), ("1.bias", [16], [.. new float[15], float.NaN])]);
        var tensors = SafeTensors.Load(new MemoryStream(file.ToArray()));
        var error = Assert.Throws<ArgumentException>(
            () => Fitted.Model.WithTensors(tensors, name => name.StartsWith('1') ? name : null));
        Assert.Equal(
            "tensors must hold the model's tensors, but '1.weight' has the shape [3, 16] instead of [16, 3]; "
            + "'1.bias' has numbers that are not finite. (Parameter 'tensors')", error.Message);
        var missing = Assert.Throws<ArgumentException>(
            () => Fitted.Model.WithTensors(tensors, name => name == "1.bias" ? "head.bias" : null));
        Assert.Equal("tensors must hold the model's tensors, but 'head.bias' is missing. (Parameter 'tensors')", missing.Message);

        var binary = Ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(Tables.View(Ml));
        var shape = Assert.Throws<ArgumentException>(() => Fitted.WithModel(binary.Model));
        Assert.Equal(
            "model must be of the transformer's own shape, multiclass with 3 inputs and 3 outputs, "
            + "but is binary with 3 inputs and 1 outputs. (Parameter 'model')", shape.Message);
    }

    private static float[] Scores(ITransformer transformer) =>
        [.. transformer.Transform(Data).GetColumn<float[]>("Score").SelectMany(score => score)];
}
