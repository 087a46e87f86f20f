using Microsoft.ML;
using MLNetDeep.Tests.Support;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Tasks;

/// <summary>Options of losses, targets and calibration: what does not fit is refused in words when the trainer is made.</summary>
public sealed class LossOptionTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Loss_of_another_task_is_refused_with_those_that_fit()
    {
        var options = new MlpOptions { Loss = new HuberLoss() };
        AssertRefused(
            "MlpOptions.Loss must be one of LogisticLoss, FocalLoss, HingeLoss for binary classification, but was 'HuberLoss'.",
            () => _ml.BinaryClassification.Trainers.Mlp(options));
        AssertRefused(
            "MlpOptions.Loss must be one of CrossEntropyLoss, FocalLoss, HingeLoss for multiclass classification, but was 'HuberLoss'.",
            () => _ml.MulticlassClassification.Trainers.Mlp(options));
        AssertRefused(
            "MlpOptions.Loss must be one of LogisticLoss, FocalLoss, HingeLoss for multi-label classification, but was 'HuberLoss'.",
            () => _ml.MultiLabelClassification.Trainers.Mlp(options));
        AssertRefused(
            "MlpOptions.Loss must be one of SquaredErrorLoss, AbsoluteErrorLoss, HuberLoss, LogCoshLoss, PoissonLoss, QuantileLoss "
            + "for regression, but was 'FocalLoss'.",
            () => _ml.Regression.Trainers.Mlp(new MlpOptions { Loss = new FocalLoss() }));
    }

    [Fact]
    public void Members_of_losses_are_checked()
    {
        AssertRefused(
            "MlpOptions.Loss.Delta must be finite and above 0, but was 0.",
            () => _ml.Regression.Trainers.Mlp(new MlpOptions { Loss = new HuberLoss { Delta = 0 } }));
        AssertRefused(
            "MlpOptions.Loss.Gamma must be finite and at least 0, but was -1. "
            + "MlpOptions.Loss.Alpha must be above 0 and below 1, or null, but was 1.",
            () => _ml.BinaryClassification.Trainers.Mlp(new MlpOptions { Loss = new FocalLoss { Gamma = -1, Alpha = 1 } }));
        AssertRefused(
            "MlpOptions.Loss.Alpha must be null for multiclass classification, but was 0.25.",
            () => _ml.MulticlassClassification.Trainers.Mlp(new MlpOptions { Loss = new FocalLoss { Alpha = 0.25 } }));
        AssertRefused(
            "MlpOptions.Loss.Margin must be finite and at least 0, but was NaN.",
            () => _ml.BinaryClassification.Trainers.Mlp(new MlpOptions { Loss = new HingeLoss { Margin = double.NaN } }));
        AssertRefused(
            "MlpOptions.Loss.Levels must be one or more ascending levels above 0 and below 1, but was [0.5, 0.1].",
            () => _ml.Regression.Trainers.Mlp(new MlpOptions { Loss = new QuantileLoss { Levels = [0.5, 0.1] } }));
        AssertRefused(
            "MlpOptions.Loss.Levels must be on both sides of 0.5 with an IntervalCoverage, but was [0.5, 0.9].",
            () => _ml.Regression.Trainers.Mlp(
                new MlpOptions { IntervalCoverage = 0.8, Loss = new QuantileLoss { Levels = [0.5, 0.9] } }));
    }

    [Fact]
    public void Options_of_other_tasks_are_refused_all_at_once()
    {
        AssertRefused(
            "MlpOptions.LabelSmoothing must be null or 0 for regression, but was 0.1. "
            + "MlpOptions.ClassWeights must be null for regression, but was Balanced. "
            + "MlpOptions.Calibration must be None for regression, but was Temperature. "
            + "MlpOptions.PredictionSetCoverage must be null for regression, but was 0.9.",
            () => _ml.Regression.Trainers.Mlp(new MlpOptions
            {
                LabelSmoothing = 0.1,
                ClassWeights = ClassWeights.Balanced,
                Calibration = Calibration.Temperature,
                PredictionSetCoverage = 0.9,
            }));
        AssertRefused(
            "MlpOptions.IntervalCoverage must be null for binary classification, but was 0.9. "
            + "MlpOptions.LabelSmoothing must be null or 0 for HingeLoss, but was 0.2. "
            + "MlpOptions.PredictionSetCoverage must be null for binary classification, but was 0.8.",
            () => _ml.BinaryClassification.Trainers.Mlp(
                new MlpOptions { IntervalCoverage = 0.9, LabelSmoothing = 0.2, Loss = new HingeLoss(), PredictionSetCoverage = 0.8 }));
        AssertRefused(
            "MlpOptions.LabelSmoothing must be from 0 to 1, but was 1.5. "
            + "MlpOptions.ClassWeights must be finite and above 0 for each class, but was [0]. "
            + "MlpOptions.Calibration must be one of the calibrations, but was 7. "
            + "MlpOptions.PredictionSetCoverage must be above 0 and below 1, but was 1.",
            () => _ml.MulticlassClassification.Trainers.Mlp(new MlpOptions
            {
                LabelSmoothing = 1.5,
                ClassWeights = ClassWeights.Of(("a", 0)),
                Calibration = (Calibration)7,
                PredictionSetCoverage = 1,
            }));
    }

    [Fact]
    public void Validation_rows_that_are_missing_are_asked_for()
    {
        var data = Tables.View(_ml, Tables.Rows(40));
        var trainer = _ml.Regression.Trainers.Mlp(
            new MlpOptions { LabelColumnName = "Value", IntervalCoverage = 0.9, ValidationFraction = 0, MaximumEpochCount = 1 });
        Assert.Equal(
            "MlpOptions.IntervalCoverage must be off where a fit has no validation rows, but was 0.9. "
            + "Raise ValidationFraction, or give a validation set to Fit.",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(data)).Message);
        var few = _ml.Regression.Trainers.Mlp(
            new MlpOptions { LabelColumnName = "Value", IntervalCoverage = 0.9, MaximumEpochCount = 1, Seed = 1 });
        Assert.Equal(
            "Validation data must have at least 9 rows for IntervalCoverage of 0.9, but had 8.",
            Assert.Throws<InvalidOperationException>(() => few.Fit(data)).Message);
    }

    [Fact]
    public void Class_weights_name_classes_of_the_label()
    {
        var data = Tables.View(_ml, Tables.Rows(40));
        var trainer = _ml.BinaryClassification.Trainers.Mlp(
            new MlpOptions { LabelColumnName = "Flag", ClassWeights = ClassWeights.Of(("yes", 2), ("true", 3)) });
        Assert.Equal(
            "ClassWeights must be for classes of label column 'Flag' (false, true), but were for 'yes'.",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(data)).Message);
    }

    [Fact]
    public void Counts_are_not_negative()
    {
        var rows = Tables.Rows(40);
        rows[6].Value = -2.5f;
        var data = Tables.View(_ml, rows);
        var trainer = _ml.Regression.Trainers.Mlp(new MlpOptions { LabelColumnName = "Value", Loss = new PoissonLoss() });
        Assert.Equal(
            "Label column 'Value' must be at least 0 in every row for PoissonLoss, but was -2.5 in row 7.",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(data)).Message);
    }

    private static void AssertRefused(string message, Func<DeepTrainer> make) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
}
