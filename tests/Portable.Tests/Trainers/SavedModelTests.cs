using System.IO.Compression;
using Microsoft.ML;

namespace Portable.Tests.Trainers;

/// <summary>Linear models and calibrators through the model zip: a new context reads the same predictions.</summary>
public class SavedModelTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [Fact]
    public void Binary_model_predicts_the_same_after_saving() =>
        SameAfterSaving(Ml.BinaryClassification.Trainers.LbfgsLogisticRegression(), TestRows.View(Ml), "Score", "Probability");

    [Fact]
    public void Changed_threshold_is_saved()
    {
        var data = TestRows.View(Ml);
        var model = Ml.BinaryClassification.ChangeModelThreshold(
            Ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(data), 1000);

        var again = SaveAndLoad(model, data);

        Assert.DoesNotContain(true, Ml.Data.CreateEnumerable<Label>(again.Transform(data), false).Select(row => row.PredictedLabel));
    }

    [Fact]
    public void Multiclass_model_predicts_the_same_after_saving()
    {
        var pipeline = Ml.Transforms.SelectColumns("Features", "Class").Append(Ml.Transforms.Conversion.MapValueToKey("Label", "Class"))
            .Append(Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Append(Ml.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel"));

        SameAfterSaving(pipeline, TestRows.View(Ml), "Score", "Name");
    }

    [Fact]
    public void Perceptron_predicts_the_same_after_saving() =>
        SameAfterSaving(Ml.BinaryClassification.Trainers.AveragedPerceptron(), TestRows.View(Ml), "Score", "PredictedLabel");

    [Fact]
    public void Regression_models_predict_the_same_after_saving()
    {
        SameAfterSaving(Ml.Regression.Trainers.Sdca("Target"), TestRows.View(Ml), "Score");
        SameAfterSaving(Ml.Regression.Trainers.LbfgsPoissonRegression("Count"), TestRows.View(Ml), "Score");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_versus_all_predicts_the_same_after_saving(bool useProbabilities)
    {
        var binary = Ml.BinaryClassification.Trainers.AveragedPerceptron("Key");
        var pipeline = Ml.Transforms.SelectColumns("Features", "Class").Append(Ml.Transforms.Conversion.MapValueToKey("Key", "Class"))
            .Append(Ml.MulticlassClassification.Trainers.OneVersusAll(binary, "Key", useProbabilities: useProbabilities));

        SameAfterSaving(pipeline, TestRows.View(Ml), "Score", "PredictedLabel");
    }

    [Fact]
    public void Calibrator_predicts_the_same_after_saving() =>
        SameAfterSaving(Ml.BinaryClassification.Calibrators.Platt(scoreColumnName: "Margin"), TestRows.View(Ml), "Probability");

    [Fact]
    public void Zip_has_the_official_parts()
    {
        var data = TestRows.View(Ml);
        var model = Ml.Transforms.CopyColumns("Copy", "Label").Append(Ml.BinaryClassification.Trainers.LbfgsLogisticRegression()).Fit(data);
        using var stream = new MemoryStream();
        Ml.Model.Save(model, data.Schema, stream);

        using var zip = new ZipArchive(stream);
        const string Last = "TransformerChain/Transform_001/";
        Assert.Equal(
            [
                "Model.key", "Model/Calibrator/Calibrator.txt", "Model/Calibrator/Model.key", "Model/Model.key",
                "Model/Predictor/Model.key", "TrainSchema",
            ],
            zip.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith(Last, StringComparison.Ordinal))
                .Select(name => name[Last.Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Prediction_engine_scores_every_row_anew()
    {
        var data = TestRows.View(Ml);
        var model = Ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(data);
        var expected = Ml.Data.CreateEnumerable<ScoreOnly>(model.Transform(data), false).Select(row => row.Score).ToArray();
        using var engine = Ml.Model.CreatePredictionEngine<TestRows.Row, ScoreOnly>(model);

        Assert.Equal(expected, TestRows.Make().Select(row => engine.Predict(row).Score));
    }

    private sealed class Label
    {
        public bool PredictedLabel { get; set; }
    }

    private sealed class ScoreOnly
    {
        public float Score { get; set; }
    }

    private static void SameAfterSaving(IEstimator<ITransformer> estimator, IDataView data, params string[] columns)
    {
        var model = estimator.Fit(data);
        var again = SaveAndLoad(model, data);

        var (before, after) = (model.Transform(data), again.Transform(data));
        Assert.Equal(SchemaText.Of(before.Schema, columns), SchemaText.Of(after.Schema, columns));
        foreach (var column in columns)
            Assert.Equal(Values(before, column), Values(after, column));
    }

    private static string[] Values(IDataView data, string column) => data.Preview(TestRows.Count).RowView
        .Select(row => $"{row.Values.Single(value => value.Key == column).Value}").ToArray();

    private static ITransformer SaveAndLoad(ITransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        Ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out _);
    }
}
