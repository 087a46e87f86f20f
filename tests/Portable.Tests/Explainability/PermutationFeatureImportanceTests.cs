using Microsoft.ML;
using Microsoft.ML.Data;
using Portable.Tests.Trainers;

namespace Portable.Tests.Explainability;

/// <summary>The features that the labels of TestRows are made of must come out as important, the others as not.</summary>
public class PermutationFeatureImportanceTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [Fact]
    public void Finds_the_informative_features_of_a_binary_model()
    {
        var data = TestRows.View(Ml);
        var model = Ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(data);

        var importance = Ml.BinaryClassification.PermutationFeatureImportance(model, data, permutationCount: 3);

        Assert.Equal(TestRows.Width, importance.Length);
        Assert.True(importance[1].AreaUnderRocCurve.Mean < importance[0].AreaUnderRocCurve.Mean);
        Assert.True(importance[0].AreaUnderRocCurve.Mean < -0.05);
        Assert.True(importance[4].AreaUnderRocCurve.Mean > -0.01);
        Assert.All(importance, slot => Assert.Equal(3, slot.Accuracy.Count));
        Assert.True(importance[1].Accuracy.StandardDeviation > 0);
        Assert.Equal(importance[1].Accuracy.StandardDeviation / Math.Sqrt(3), importance[1].Accuracy.StandardError, 12);
    }

    [Fact]
    public void Same_seed_gives_the_same_importance()
    {
        double[] Measure()
        {
            var ml = new MLContext(seed: 7);
            var data = TestRows.View(ml);
            var model = ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(data);
            return ml.BinaryClassification.PermutationFeatureImportance(model, data).Select(slot => slot.F1Score.Mean).ToArray();
        }

        Assert.Equal(Measure(), Measure());
    }

    /// <summary>What the official package measures of the same rows from the same seed.</summary>
    [Fact]
    public void Shuffles_as_officially()
    {
        var ml = new MLContext(seed: 5);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Sixty(i)));
        var model = ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(data);

        var importance = ml.BinaryClassification.PermutationFeatureImportance(model, data, permutationCount: 2);
        ml.BinaryClassification.EvaluateNonCalibrated(data);
        var filtered = ml.BinaryClassification.PermutationFeatureImportance(
            model, data, useFeatureWeightFilter: true, numberOfExamplesToUse: 40);

        Assert.Equal([0, 0, 0, -0.33101851851851855], importance.Select(slot => slot.AreaUnderRocCurve.Mean), Near);
        Assert.Equal([-0.08333333333333331, 0, 0, -0.4583333333333333], importance.Select(slot => slot.Accuracy.Mean), Near);
        Assert.Equal(0.04255735257141261, importance[3].AreaUnderRocCurve.StandardDeviation, 1e-12);
        Assert.Equal(0.030092592592592612, importance[3].AreaUnderRocCurve.StandardError, 1e-12);
        Assert.Equal(-0.39831895454129496, importance[3].AreaUnderPrecisionRecallCurve.Mean, 1e-12);
        // The filter measures the three features that have a weight once more.
        Assert.Equal([-0.075, 0, 0, -0.525, -0.05, 0, -0.4], filtered.Select(slot => slot.Accuracy.Mean), Near);
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-12;

    private sealed class Sixty(int i)
    {
        public bool Label { get; set; } = i * 7 % 10 < 4;

        public float Score { get; set; } = (float)Math.Round(Math.Sin(i * 1.7) + (i * 7 % 10 < 4 ? 0.6f : -0.6f), 2);

        public bool PredictedLabel { get; set; }

        [VectorType(4)]
        public float[] Features => [Score, i % 4, i * 5 % 7 - 3, Label ? 1 : 0];
    }

    [Fact]
    public void Measures_features_of_weight_zero_as_unimportant()
    {
        var data = TestRows.View(Ml);
        var model = Ml.BinaryClassification.Trainers.LbfgsLogisticRegression(l1Regularization: 30).Fit(data);
        var unused = Enumerable.Range(0, TestRows.Width).Where(i => model.Model.SubModel.Weights[i] == 0).ToArray();

        var importance = Ml.BinaryClassification.PermutationFeatureImportance(model, data, useFeatureWeightFilter: true);

        Assert.NotEmpty(unused);
        Assert.All(unused, slot => Assert.Equal(0, importance[slot].AreaUnderRocCurve.Mean));
        Assert.True(importance[1].AreaUnderRocCurve.Mean < -0.05);
    }

    [Fact]
    public void Uses_only_as_many_examples_as_asked()
    {
        var data = TestRows.View(Ml);
        var model = Ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(data);

        var importance = Ml.BinaryClassification.PermutationFeatureImportance(model, data, numberOfExamplesToUse: 50);

        Assert.True(importance[1].AreaUnderRocCurve.Mean < -0.05);
        var error = Assert.Throws<InvalidOperationException>(
            () => Ml.BinaryClassification.PermutationFeatureImportance(model, data, numberOfExamplesToUse: 0));
        Assert.Equal("Provide how many examples to use (positive number) or set to null to use whole dataset.", error.Message);
    }

    [Fact]
    public void Finds_the_predictor_in_a_chain_and_names_the_slots()
    {
        var data = Ml.Transforms.Concatenate("Features", "Margin", "Target").Append(Ml.Transforms.CopyColumns("Copy", "Label"))
            .Fit(TestRows.View(Ml)).Transform(TestRows.View(Ml));
        var chain = Ml.Transforms.CopyColumns("Again", "Copy").Append(Ml.BinaryClassification.Trainers.LbfgsLogisticRegression()).Fit(data);

        var importance = Ml.BinaryClassification.PermutationFeatureImportanceNonCalibrated(chain, data);

        Assert.Equal(["Margin", "Target"], importance.Keys.Order());
        Assert.True(importance["Target"].AreaUnderRocCurve.Mean < -0.05);
    }

    [Fact]
    public void Refuses_a_model_without_a_predictor()
    {
        var data = TestRows.View(Ml);
        var model = Ml.Transforms.CopyColumns("Copy", "Label").Fit(data);

        var error = Assert.Throws<ArgumentNullException>(
            () => Ml.BinaryClassification.PermutationFeatureImportanceNonCalibrated(model, data));

        Assert.StartsWith("The model provided does not have a compatible predictor", error.Message);
    }

    [Fact]
    public void Finds_the_informative_features_of_a_multiclass_model()
    {
        var data = Ml.Transforms.SelectColumns("Features", "Class").Append(Ml.Transforms.Conversion.MapValueToKey("Label", "Class"))
            .Fit(TestRows.View(Ml)).Transform(TestRows.View(Ml));
        var model = Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(data);

        var importance = Ml.MulticlassClassification.PermutationFeatureImportance(model, data);

        Assert.All(importance[..3], slot => Assert.True(slot.MicroAccuracy.Mean < -0.05));
        Assert.All(importance[3..], slot => Assert.True(slot.MicroAccuracy.Mean > -0.05));
        Assert.Equal(3, importance[0].PerClassLogLoss.Count);
        Assert.True(importance[0].LogLoss.Mean > 0.1);
    }

    /// <summary>The measuring of regression models, on a regression model of our own making: a transformer from outside.</summary>
    [Fact]
    public void Takes_a_transformer_that_is_not_its_own()
    {
        var data = Ml.Transforms.CopyColumns("Label", "Target").Fit(TestRows.View(Ml)).Transform(TestRows.View(Ml));
        var model = new OutsidePredictor(Ml, data.Schema);

        var importance = Ml.Regression.PermutationFeatureImportance(model, data);

        Assert.True(importance[0].RSquared.Mean < -0.5);
        Assert.True(importance[3].RSquared.Mean < -0.1);
        Assert.All([1, 2, 4], slot => Assert.Equal(0, importance[slot].MeanAbsoluteError.Mean));
    }
}
