using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Mlp;

/// <summary>The three tasks from data view to metrics, and what the ecosystem puts around a trainer.</summary>
public sealed class MlpTrainerTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void BinaryLearns()
    {
        var split = _ml.Data.TrainTestSplit(Tables.View(_ml, Tables.Rows(600, missing: 0.1)), 0.3);
        var model = _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(split.TrainSet);
        var metrics = _ml.BinaryClassification.Evaluate(model.Transform(split.TestSet), "Flag");
        Assert.True(metrics.AreaUnderRocCurve > 0.95, $"AUC {metrics.AreaUnderRocCurve}");
    }

    [Fact]
    public void MulticlassLearnsAndNamesItsClasses()
    {
        var data = Tables.Keyed(_ml, Tables.Rows(600));
        var split = _ml.Data.TrainTestSplit(data, 0.3);
        var pipeline = _ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label"))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel"));
        var scored = pipeline.Fit(split.TrainSet).Transform(split.TestSet);
        var metrics = _ml.MulticlassClassification.Evaluate(scored);
        Assert.True(metrics.MicroAccuracy > 0.85, $"accuracy {metrics.MicroAccuracy}");
        var names = scored.GetColumn<string>("Name").ToArray();
        var right = names.Zip(scored.GetColumn<string>("Kind")).Count(pair => pair.First == pair.Second);
        Assert.Equal(metrics.MicroAccuracy, right / (double)names.Length, 6);
    }

    [Fact]
    public void RegressionLearns()
    {
        var split = _ml.Data.TrainTestSplit(Tables.View(_ml, Tables.Rows(600)), 0.3);
        var model = _ml.Regression.Trainers.Mlp(Tables.Small("Value") with { MaximumEpochCount = 60 }).Fit(split.TrainSet);
        var metrics = _ml.Regression.Evaluate(model.Transform(split.TestSet), "Value");
        Assert.True(metrics.RSquared > 0.97, $"R2 {metrics.RSquared}");
    }

    [Fact]
    public void SeveralTargetsGiveAVectorScore()
    {
        var rows = Tables.Rows(400).Select(row => new TwoTargets { Features = row.Features, Label = [row.Value, -row.Value] }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        var scored = _ml.Regression.Trainers.Mlp(Tables.Small("Label") with { MaximumEpochCount = 60 }).Fit(data).Transform(data);
        Assert.Equal("Vector<Single, 2>", scored.Schema["Score"].Type.ToString());
        var scores = scored.Column<float[]>("Score");
        Assert.InRange(scores.Zip(rows).Average(pair => Math.Abs(pair.First[0] - pair.Second.Label[0])), 0, 0.4);
        Assert.InRange(scores.Average(score => Math.Abs(score[0] + score[1])), 0, 0.4);
    }

    [Fact]
    public void PermutationImportanceFindsTheNoise_Binary()
    {
        var data = Tables.View(_ml, Tables.Rows(400));
        var model = _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(data);
        var importance = _ml.BinaryClassification.PermutationFeatureImportance(model, data, "Flag", permutationCount: 2);
        Assert.Equal(3, importance.Length);
        Assert.True(importance[0].AreaUnderRocCurve.Mean < -0.05 && importance[1].AreaUnderRocCurve.Mean < -0.05);
        Assert.InRange(importance[2].AreaUnderRocCurve.Mean, -0.02, 0.02);
    }

    [Fact]
    public void PermutationImportanceFindsTheNoise_Multiclass()
    {
        var data = Tables.Keyed(_ml, Tables.Rows(400));
        var model = _ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label")).Fit(data);
        var importance = _ml.MulticlassClassification.PermutationFeatureImportance(model, data, permutationCount: 2);
        Assert.True(importance[0].MicroAccuracy.Mean < -0.05 && importance[1].MicroAccuracy.Mean < -0.05);
        Assert.InRange(importance[2].MicroAccuracy.Mean, -0.04, 0.04);
    }

    [Fact]
    public void PermutationImportanceFindsTheNoise_Regression()
    {
        var data = Tables.View(_ml, Tables.Rows(400));
        var model = _ml.Regression.Trainers.Mlp(Tables.Small("Value")).Fit(data);
        var importance = _ml.Regression.PermutationFeatureImportance(model, data, "Value", permutationCount: 2);
        Assert.True(importance[0].RSquared.Mean < -0.2 && importance[1].RSquared.Mean < -0.2);
        Assert.InRange(importance[2].RSquared.Mean, -0.05, 0.05);
    }

    [Fact]
    public void PlattCalibratorRunsOnTheScore()
    {
        var data = Tables.View(_ml, Tables.Rows(400));
        var scored = _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(data).Transform(data);
        var calibrated = _ml.BinaryClassification.Calibrators.Platt("Flag").Fit(scored).Transform(scored);
        var probabilities = calibrated.GetColumn<float>("Probability");
        var pairs = calibrated.GetColumn<float>("Score").Zip(probabilities).OrderBy(pair => pair.First).ToArray();
        Assert.All(pairs, pair => Assert.InRange(pair.Second, 0, 1));
        Assert.True(pairs[^1].Second > 0.9 && pairs[0].Second < 0.1);
    }

    [Fact]
    public void CrossValidationGivesAModelAFold()
    {
        var trainer = _ml.BinaryClassification.Trainers.Mlp(Tables.Small());
        var results = _ml.BinaryClassification.CrossValidate(Tables.View(_ml, Tables.Rows(300)), trainer, 3, "Flag");
        Assert.Equal(3, results.Count);
        Assert.All(results, result => Assert.True(result.Metrics.AreaUnderRocCurve > 0.9));
    }

    [Fact]
    public void AGivenValidationSetChoosesTheEpoch()
    {
        var split = _ml.Data.TrainTestSplit(Tables.View(_ml, Tables.Rows(400)), 0.25);
        var model = _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(split.TrainSet, split.TestSet).Model;
        var validation = split.TestSet.GetColumn<bool>("Flag").Count();
        Assert.Equal(validation, model.Training.Data.ValidationRowCount);
        Assert.Equal(400 - validation, model.Training.Data.TrainingRowCount);
    }

    [Fact]
    public void ATokenEndsAFit()
    {
        using var source = new CancellationTokenSource();
        var options = Tables.Small() with { Progress = new CancelAt(3, source), CancellationToken = source.Token };
        Assert.Throws<OperationCanceledException>(() => _ml.BinaryClassification.Trainers.Mlp(options).Fit(Tables.View(_ml)));
    }

    [Fact]
    public void WeightsCount()
    {
        // Rows with the flag turned round weigh nothing, so the model must not learn from them.
        var rows = Tables.Rows(400);
        for (var index = 0; index < rows.Length; index += 2)
            (rows[index].Flag, rows[index].Weight) = (!rows[index].Flag, 0);
        var options = Tables.Small() with { ExampleWeightColumnName = "Weight" };
        var model = _ml.BinaryClassification.Trainers.Mlp(options).Fit(Tables.View(_ml, rows));
        var clean = Tables.View(_ml, Tables.Rows(400, seed: 11));
        Assert.True(_ml.BinaryClassification.Evaluate(model.Transform(clean), "Flag").Accuracy > 0.9);
    }

    [Fact]
    public void AKeyOfTwoIsABinaryLabel()
    {
        var rows = Tables.Rows(300).Select(row => new TwoKinds { Features = row.Features, Kind = row.Flag ? "yes" : "no" })
            .OrderBy(row => row.Kind).ToArray();
        var view = _ml.Data.LoadFromEnumerable(rows);
        var data = _ml.Transforms.Conversion.MapValueToKey("Label", "Kind").Fit(view).Transform(view);
        var scored = _ml.BinaryClassification.Trainers.Mlp(Tables.Small("Label")).Fit(data).Transform(data);
        var right = scored.GetColumn<bool>("PredictedLabel").Zip(rows).Count(pair => pair.First == (pair.Second.Kind == "yes"));
        Assert.True(right > 270, $"{right} of 300");
    }

    private sealed class CancelAt(int epoch, CancellationTokenSource source) : IProgress<EpochReport>
    {
        public void Report(EpochReport value)
        {
            Assert.InRange(value.Epoch, 1, epoch);
            if (value.Epoch == epoch)
                source.Cancel();
        }
    }

    private sealed class TwoTargets
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        [VectorType(2)]
        public float[] Label { get; set; } = [];
    }

    private sealed class TwoKinds
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public string Kind { get; set; } = "";
    }
}
