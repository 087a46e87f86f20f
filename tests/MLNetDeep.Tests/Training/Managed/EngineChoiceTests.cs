using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Tests.Support;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training.Managed;

/// <summary>Which engine a fit takes, and that both come to the same.</summary>
public sealed class EngineChoiceTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<string> Presets => [.. Enum.GetNames<MlpPreset>()];

    [Theory]
    [MemberData(nameof(Presets))]
    public void BothEnginesLearnNearlyTheSame(string preset)
    {
        TrainingHistory theirs = Fit(preset, TrainingEngine.Libtorch);
        TrainingHistory ours = Fit(preset, TrainingEngine.Automatic);
        Assert.Equal(TrainingEngine.Libtorch, theirs.Engine);
        Assert.Equal(TrainingEngine.Managed, ours.Engine);
        foreach ((EpochReport expected, EpochReport actual) in theirs.Epochs.Zip(ours.Epochs))
        {
            Assert.Equal(expected.TrainingLoss, actual.TrainingLoss, 2e-3);
            Assert.Equal(expected.ValidationLoss, actual.ValidationLoss, 2e-3);
        }
    }

    [Fact]
    public void SameSeedRepeatsOnManyThreadsAtOnce()
    {
        TrainingData data = Fits.Data(200, 40);
        NetworkSpec network = Fits.Network(data, batchNorm: true, dropout: 0.2);
        var settings = Fits.Quick with { Engine = TrainingEngine.Managed };
        float[] alone = Fits.Run(network, data, settings).Tensors;
        float[][] together = new float[4][];
        Parallel.For(0, together.Length, i => together[i] = Fits.Run(network, data, settings with { ThreadCount = 1 + i % 2 }).Tensors);
        Assert.All(together, tensors => Assert.Equal(alone, tensors));
    }

    [Fact]
    public void LayerThatManagedCodeCannotTrainIsNamed()
    {
        TrainingData data = Fits.Data(50, 0);
        var network = new NetworkSpec([2], [data.Encoding!.Spec, new LinearSpec(6), new MaxoutSpec(2), new LinearSpec(1)]);
        var error = Assert.Throws<ArgumentException>(() => Fits.Run(network, data, Fits.Quick with { Engine = TrainingEngine.Managed }));
        Assert.Equal(
            "DeepTrainerOptions.Engine must be Automatic or Libtorch for this fit, since layer 2 (Maxout 2) cannot be trained in managed "
            + "code, but was Managed.", error.Message);
        Assert.Equal(TrainingEngine.Libtorch, Fits.Run(network, data, Fits.Quick).History.Engine);
    }

    [Theory]
    [InlineData(0.1, "a batch with mixup, noise or other changes of its rows")]
    [InlineData(0, null)]
    public void ChangedRowsNeedLibtorch(double noise, string? obstacle)
    {
        TrainingData data = Fits.Data(50, 0);
        FitSettings settings = Fits.Quick with { Engine = TrainingEngine.Managed, InputNoise = noise };
        if (obstacle is null)
        {
            Assert.Equal(TrainingEngine.Managed, Fits.Run(Fits.Network(data), data, settings).History.Engine);
            return;
        }

        var error = Assert.Throws<ArgumentException>(() => Fits.Run(Fits.Network(data), data, settings));
        Assert.Equal(
            $"DeepTrainerOptions.Engine must be Automatic or Libtorch for this fit, since {obstacle} cannot be trained in managed code, "
            + "but was Managed.", error.Message);
    }

    [Fact]
    public void UnknownEngineIsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.Mlp(new MlpOptions { Engine = (TrainingEngine)7 }));
        Assert.Equal("MlpOptions.Engine must be one of the engines, but was 7.", error.Message);
    }

    private TrainingHistory Fit(string preset, TrainingEngine engine)
    {
        var options = new MlpOptions
        {
            Preset = Enum.Parse<MlpPreset>(preset),
            LabelColumnName = "Flag",
            HiddenSizes = [32, 32],
            MaximumEpochCount = 3,
            ValidationFraction = 0.25,
            LearningRateFactor = 0.1,
            Seed = 2,
            Engine = engine,
        };
        return _ml.BinaryClassification.Trainers.Mlp(options).Fit(Tables.View(_ml, Tables.Rows(400, missing: 0.05))).Model.History;
    }
}
