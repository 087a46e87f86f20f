using MLNetDeep.Conformance;
using MLNetDeep.Conformance.Data;
using TorchSharp;

namespace MLNetDeep.Tests.Conformance.Checks;

/// <summary>Checks of what only our trainers have: tensors, histories, callbacks, checkpoints.</summary>
internal static class DeepChecks
{
    private static readonly IReadOnlyDictionary<string, (string Purpose, Action<DeepSubject> Run)> All =
        new Dictionary<string, (string, Action<DeepSubject>)>
        {
            [nameof(prediction_leaves_global_seed_alone)] =
                ("Neither a fit nor a prediction draws from the process-wide generator, or seeds it.", prediction_leaves_global_seed_alone),
            [nameof(no_tensor_left_alive)] = ("A fit, ended or cancelled, disposes of every tensor.", no_tensor_left_alive),
            [nameof(validation_metric_covers_all_rows)] =
                ("The validation loss is that of all rows, by the model that is returned.", validation_metric_covers_all_rows),
            [nameof(probability_is_the_logistic_of_the_score)] =
                ("A probability is the logistic function of its score.", probability_is_the_logistic_of_the_score),
            [nameof(ContinuationChecks.resume_gives_the_same_bits)] =
                ("A fit that was killed and resumed gives the bits of one that was not.", ContinuationChecks.resume_gives_the_same_bits),
            [nameof(ContinuationChecks.callbacks_see_every_epoch_and_batch)] =
                ("Callbacks are told of all there is, and change nothing.", ContinuationChecks.callbacks_see_every_epoch_and_batch),
            [nameof(ContinuationChecks.continue_training_lowers_the_loss)] =
                ("Training goes on from a fitted model.", ContinuationChecks.continue_training_lowers_the_loss),
        };

    public static IReadOnlyList<ConformanceCheck> Of(DeepSubject deep)
        => [.. All.Select(check => new ConformanceCheck(check.Key, check.Value.Purpose, _ => check.Value.Run(deep)))];

    public static void prediction_leaves_global_seed_alone(DeepSubject subject)
    {
        var data = subject.Task.Table(rows: 60);
        torch.random.manual_seed(11);
        var expected = Draw();
        torch.random.manual_seed(11);
        subject.FitAndPredict(data);
        Assert.Equal(expected, Draw());

        static float[] Draw()
        {
            using var numbers = torch.rand(8);
            return numbers.data<float>().ToArray();
        }
    }

    public static void no_tensor_left_alive(DeepSubject subject)
    {
        var before = Alive();
        subject.FitAndPredict(subject.Task.Table());
        Assert.Equal(before, Alive());
        var conforming = subject.Conforming();
        MLNetDeep.Conformance.Checks.ResourceChecks.FitUntilCancelled(conforming, conforming.Context());
        Assert.Equal(before, Alive());

        // What is made outside all scopes, or leaves them, is nobody's to dispose of: a fit must do neither.
        static (long InScopes, long Outside, long Detached) Alive()
        {
            var statistics = DisposeScopeManager.Statistics;
            return (statistics.ThreadTotalLiveCount, statistics.CreatedOutsideScopeCount, statistics.DetachedFromScopeCount);
        }
    }

    /// <summary>
    /// With 37 validation rows and batches of 32, a mean over batches, or the last batch alone, gives another loss; and a
    /// model without its best weights another one still.
    /// </summary>
    public static void validation_metric_covers_all_rows(DeepSubject subject)
    {
        if (subject.Estimator() is not DeepTrainer trainer)
            throw new NotApplicableException("an ensemble takes no validation set");
        if (subject.Options.Loss is not null)
            throw new NotApplicableException("only the default loss of the task is worked out here");
        var validation = subject.Task.Table(rows: 37, seed: 6);
        var model = trainer.Fit(subject.Task.Table(), validation);
        var history = model.Model.History;
        var signal = TaskData.Signal(rows: 37, seed: 6);
        var loss = DeepTasks.Loss(subject.Task, Prediction.Of(model, validation), signal, TaskData.Signal());
        // A recipe may choose its epoch by another metric than the loss.
        var expected = history.ValidationMetric is null ? history.Epochs.Min(epoch => epoch.ValidationLoss) : history.Best.ValidationLoss;
        Assert.Equal(expected, loss, 1e-4 * Math.Max(1, loss));
    }

    public static void probability_is_the_logistic_of_the_score(DeepSubject subject)
    {
        foreach (var prediction in subject.FitAndPredict(subject.Task.Table(rows: 60)))
            foreach (var (probability, score) in prediction.Probabilities?.Zip(prediction.Score) ?? [])
                Assert.Equal(1 / (1 + Math.Exp(-score)), probability, 1e-6);
    }
}
