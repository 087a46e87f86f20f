using System.Collections.Immutable;
using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Mlp;

public sealed class MlpOptionsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void DefaultsAreTheDocumentedOnes()
    {
        var options = new MlpOptions();
        Assert.Equal("Label", options.LabelColumnName);
        Assert.Equal("Features", options.FeatureColumnName);
        Assert.Null(options.ExampleWeightColumnName);
        Assert.Null(options.Seed);
        Assert.Null(options.MaximumEpochCount);
        Assert.Equal(0, options.BatchSize);
        Assert.Null(options.Optimizer);
        Assert.Null(options.LearningRate);
        Assert.Null(options.LearningRateSchedule);
        Assert.Null(options.WeightDecay);
        Assert.Null(options.GradientClipNorm);
        Assert.Null(options.ValidationFraction);
        Assert.Null(options.Patience);
        Assert.Null(options.ThreadCount);
        Assert.Null(options.Progress);
        Assert.True(options.Diagnose);
        Assert.Equal(MlpPreset.Auto, options.Preset);
        Assert.Null(options.HiddenSizes);
        Assert.Null(options.Activation);
        Assert.Null(options.Dropout);
        Assert.False(options.BatchNormalization);
        Assert.Null(options.NumericEmbedding);
        Assert.Equal(8, options.CategoryEmbeddingSize);
        Assert.Null(options.MemberCount);
    }

    [Fact]
    public void AllViolationsArriveAtOnce()
    {
        var options = new MlpOptions
        {
            LabelColumnName = "",
            MaximumEpochCount = 0,
            BatchSize = -1,
            LearningRate = -1,
            WeightDecay = double.NaN,
            GradientClipNorm = -2,
            ValidationFraction = 1,
            Patience = -1,
            ThreadCount = 0,
            HiddenSizes = [64, 0],
            Activation = (Activation)99,
            Dropout = 1,
        };
        var error = Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.Mlp(options));
        Assert.Equal(
            "MlpOptions.LabelColumnName must be a column name, but was ''. " +
            "MlpOptions.MaximumEpochCount must be at least 1, but was 0. " +
            "MlpOptions.BatchSize must be at least 0, but was -1. " +
            "MlpOptions.LearningRate must be finite and above 0, but was -1. " +
            "MlpOptions.WeightDecay must be finite and at least 0, but was NaN. " +
            "MlpOptions.GradientClipNorm must be finite and at least 0, but was -2. " +
            "MlpOptions.ValidationFraction must be at least 0 and below 1, but was 1. " +
            "MlpOptions.Patience must be at least 0, but was -1. " +
            "MlpOptions.ThreadCount must be at least 1, but was 0. " +
            "MlpOptions.HiddenSizes must be from 1 to 65536 each, but was [64, 0]. " +
            "MlpOptions.Activation must be one of the activations, but was 99. " +
            "MlpOptions.Dropout must be at least 0 and below 1, but was 1.",
            error.Message);
    }

    [Fact]
    public void AListOfSizesThatWasNeverMadeIsRefused()
    {
        var options = new MlpOptions { HiddenSizes = default(ImmutableArray<int>) };
        var error = Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.Mlp(options));
        Assert.Equal("MlpOptions.HiddenSizes must be a list of sizes, but was null.", error.Message);
    }

    [Fact]
    public void BothCatalogFormsTrainTheSameModel()
    {
        var data = Support.Tables.View(_ml);
        var trainers = _ml.BinaryClassification.Trainers;
        var options = new MlpOptions { LabelColumnName = "Flag", HiddenSizes = [8], MaximumEpochCount = 3, LearningRate = 0.01, Seed = 5 };
        var byOptions = trainers.Mlp(options);
        var byArguments = trainers.Mlp("Flag", hiddenSizes: [8], maximumEpochCount: 3, learningRate: 0.01, seed: 5);
        Assert.Equal(byOptions.Fit(data).Model.Tensors, byArguments.Fit(data).Model.Tensors);
    }

    [Fact]
    public void HiddenLayersBecomeLinearNormActivationDropout()
    {
        var options = new MlpOptions
        {
            Preset = MlpPreset.Plain,
            HiddenSizes = [8],
            BatchNormalization = true,
            Dropout = 0.2,
            Activation = Activation.Gelu,
        };
        var recipe = options.ChooseRecipe(new DataSummary(RegressionTask.Instance, 100, 3));
        var encoding = new InputNormalization(new InputNormalizationSpec([1]), 3, new Dictionary<string, float[]>());
        var network = recipe.BuildNetwork(encoding, 2);
        Assert.Equal(
            ["Linear 8", "BatchNorm", "Gelu", "Dropout 0.2", "Linear 2"],
            network.Layers.Skip(1).Select(layer => layer.Describe()));
        // (3 + 1 indicator) * 8 without bias, batch norm 2 * 8, then 8 * 2 + 2.
        Assert.Equal(32 + 16 + 18, network.ParameterCount);
    }
}
