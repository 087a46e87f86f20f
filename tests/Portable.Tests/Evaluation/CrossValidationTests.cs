using Microsoft.ML;
using Microsoft.ML.Data;
using Portable.Tests.Trainers;

namespace Portable.Tests.Evaluation;

/// <summary>Folds, their models and their metrics.</summary>
public class CrossValidationTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [Fact]
    public void Uses_the_folds_of_the_split()
    {
        var data = TestRows.View(Ml);

        var results = Ml.BinaryClassification.CrossValidate(data, Ml.BinaryClassification.Trainers.LbfgsLogisticRegression(), 4, seed: 3);

        var folds = Ml.Data.CrossValidationSplit(data, 4, seed: 3);
        Assert.Equal([0, 1, 2, 3], results.Select(result => result.Fold));
        Assert.Equal(folds.Select(fold => Targets(fold.TestSet)), results.Select(result => Targets(result.ScoredHoldOutSet)));
        Assert.Equal(
            TestRows.Make().Select(row => row.Target).Order(), results.SelectMany(result => Targets(result.ScoredHoldOutSet)).Order());
    }

    [Fact]
    public void Measures_each_model_on_the_fold_it_has_not_seen()
    {
        var data = TestRows.View(Ml);
        var trainer = Ml.BinaryClassification.Trainers.LbfgsLogisticRegression();

        var results = Ml.BinaryClassification.CrossValidate(data, trainer, 3, seed: 3);

        var folds = Ml.Data.CrossValidationSplit(data, 3, seed: 3);
        foreach (var (fold, result) in folds.Zip(results))
        {
            var expected = Ml.BinaryClassification.Evaluate(trainer.Fit(fold.TrainSet).Transform(fold.TestSet));
            Assert.Equal(expected.AreaUnderRocCurve, result.Metrics.AreaUnderRocCurve);
            Assert.Equal(expected.LogLoss, result.Metrics.LogLoss);
            Assert.Equal(expected.LogLoss, Ml.BinaryClassification.Evaluate(result.Model.Transform(fold.TestSet)).LogLoss);
        }
    }

    [Fact]
    public void Keeps_groups_together()
    {
        var data = TestRows.View(Ml);

        var results = Ml.BinaryClassification.CrossValidateNonCalibrated(
            data, Ml.BinaryClassification.Trainers.LbfgsLogisticRegression(), 2, samplingKeyColumnName: "Group");

        var groups = results.Select(result => result.ScoredHoldOutSet.GetColumn<string>("Group").Distinct().ToArray()).ToArray();
        Assert.NotEmpty(groups[0]);
        Assert.NotEmpty(groups[1]);
        Assert.Empty(groups[0].Intersect(groups[1]));
    }

    [Fact]
    public void Same_seed_gives_the_same_folds_and_another_seed_others()
    {
        double[] Measure(int seed) => Ml.BinaryClassification.CrossValidate(
            TestRows.View(Ml), Ml.BinaryClassification.Trainers.LbfgsLogisticRegression(), 3, seed: seed)
            .Select(result => result.Metrics.LogLoss).ToArray();

        Assert.Equal(Measure(5), Measure(5));
        Assert.NotEqual(Measure(5), Measure(6));
    }

    [Fact]
    public void Refuses_a_single_fold()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Ml.BinaryClassification.CrossValidate(
            TestRows.View(Ml), Ml.BinaryClassification.Trainers.LbfgsLogisticRegression(), 1));

        Assert.Equal("Must be more than 1 (Parameter 'numFolds')", error.Message);
    }

    /// <summary>The means over five folds of Telco churn that the official packages gave, for the same folds.</summary>
    [Fact]
    public void Logistic_regression_is_as_good_as_the_official_one()
    {
        using var churn = new ChurnData(Ml);

        var metrics = Ml.BinaryClassification
            .CrossValidate(churn.Featurized, Ml.BinaryClassification.Trainers.LbfgsLogisticRegression(), 5)
            .Select(result => result.Metrics).ToArray();

        Assert.Equal(0.7929453898603888, metrics.Average(m => m.Accuracy), 0.003);
        Assert.Equal(0.8357742022151549, metrics.Average(m => m.AreaUnderRocCurve), 0.003);
        Assert.Equal(0.616602764875672, metrics.Average(m => m.LogLoss), 0.003);
        Assert.Equal(0.564290007890641, metrics.Average(m => m.F1Score), 0.003);
    }

    private static float[] Targets(IDataView data) => data.GetColumn<float>("Target").ToArray();
}
