using MLNetDeep.Tests.Conformance.Data;

namespace MLNetDeep.Tests.Conformance.Checks;

/// <summary>What comes out makes sense, row by row.</summary>
internal static class PredictionChecks
{
    [Check]
    public static void prediction_independent_of_batch_and_row_order(Subject subject)
    {
        var data = subject.Task.Table();
        var model = subject.Fit(data);
        var all = Prediction.Read(model.Transform(data));
        int[] reversed = [.. Enumerable.Range(0, data.RowCount).Reverse()];
        Prediction.AssertSame(all.Reverse(), Prediction.Read(model.Transform(data.Pick(reversed))));
        int[] some = [5, 5, 150, 0, 77];
        Prediction.AssertSame(some.Select(row => all[row]), Prediction.Read(model.Transform(data.Pick(some))));
        Prediction.AssertSame([all[9]], Prediction.Read(model.Transform(data.Pick(9))));
    }

    [Check]
    public static void prediction_of_no_rows_is_empty(Subject subject)
    {
        var data = subject.Task.Table();
        Assert.Empty(Prediction.Read(subject.Fit(data).Transform(data.Pick())));
    }

    [Check]
    public static void probabilities_sum_to_one_and_predicted_label_is_argmax(Subject subject)
        => Assert.All(subject.FitAndPredict(subject.Task.Table()), subject.Task.AssertCoherent);

    [Check]
    public static void beats_constant_predictor(Subject subject)
    {
        var model = subject.Fit(subject.Task.Table(rows: 240));
        var predictions = Prediction.Read(model.Transform(subject.Task.Table(rows: 200, seed: 5)));
        Assert.InRange(subject.Task.Skill(predictions, TaskData.Signal(rows: 200, seed: 5)), 0.4, 1);
    }

    /// <summary>
    /// With 37 validation rows and batches of 32, a mean over batches, or the last batch alone, gives another loss; and a
    /// model without its best weights another one still.
    /// </summary>
    [Check]
    public static void validation_loss_covers_all_rows_and_is_that_of_the_model(Subject subject)
    {
        if (subject.Estimator() is not DeepTrainer trainer)
            return; // only our own trainers take a validation set
        if (subject.Options.Loss is not null)
            return; // the table knows the default loss of its task
        var validation = subject.Task.Table(rows: 37, seed: 6);
        var model = trainer.Fit(subject.Task.Table(), validation);
        var history = model.Model.History;
        var loss = subject.Task.Loss(Prediction.Read(model.Transform(validation)), TaskData.Signal(rows: 37, seed: 6), TaskData.Signal());
        // A recipe may choose its epoch by another metric than the loss.
        var expected = history.ValidationMetric is null ? history.Epochs.Min(epoch => epoch.ValidationLoss) : history.Best.ValidationLoss;
        Assert.Equal(expected, loss, 1e-4 * Math.Max(1, loss));
    }
}
