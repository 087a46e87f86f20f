using Microsoft.ML;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Mlp;

/// <summary>Every preset as it comes, but for fewer epochs and narrower layers.</summary>
public sealed class MlpPresetTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<string> Presets => [.. Enum.GetNames<MlpPreset>()];

    [Theory]
    [MemberData(nameof(Presets))]
    public void TellsTwoClassesApart(string preset)
    {
        var split = _ml.Data.TrainTestSplit(Tables.View(_ml, Tables.Rows(800, missing: 0.05)), 0.25, seed: 1);
        var model = _ml.BinaryClassification.Trainers.Mlp(Options(preset, "Flag")).Fit(split.TrainSet);
        var metrics = _ml.BinaryClassification.Evaluate(model.Transform(split.TestSet), "Flag");
        Assert.True(metrics.AreaUnderRocCurve > 0.9, $"AUC {metrics.AreaUnderRocCurve}");
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void PredictsANumber(string preset)
    {
        var split = _ml.Data.TrainTestSplit(Tables.View(_ml, Tables.Rows(800)), 0.25, seed: 1);
        var model = _ml.Regression.Trainers.Mlp(Options(preset, "Value")).Fit(split.TrainSet);
        var metrics = _ml.Regression.Evaluate(model.Transform(split.TestSet), "Value");
        Assert.True(metrics.RSquared > 0.8, $"R2 {metrics.RSquared}");
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void TellsSeveralClassesApart(string preset)
    {
        var split = _ml.Data.TrainTestSplit(Tables.Keyed(_ml, Tables.Rows(800)), 0.25, seed: 1);
        var model = _ml.MulticlassClassification.Trainers.Mlp(Options(preset, "Label")).Fit(split.TrainSet);
        var metrics = _ml.MulticlassClassification.Evaluate(model.Transform(split.TestSet));
        Assert.True(metrics.MicroAccuracy > 0.8, $"accuracy {metrics.MicroAccuracy}");
    }

    private static MlpOptions Options(string preset, string label) =>
        new() { Preset = Enum.Parse<MlpPreset>(preset), LabelColumnName = label, HiddenSizes = [32, 32], MaximumEpochCount = 24, Seed = 2 };
}
