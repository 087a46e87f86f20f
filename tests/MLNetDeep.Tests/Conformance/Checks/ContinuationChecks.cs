using Microsoft.ML;
using MLNetDeep.Conformance;
using MLNetDeep.Conformance.Data;
using MLNetDeep.Tests.Cli;
using MLNetDeep.Tests.Training;

namespace MLNetDeep.Tests.Conformance.Checks;

/// <summary>A fit can be watched, cut short, taken up again and continued.</summary>
internal static class ContinuationChecks
{
    public static void resume_gives_the_same_bits(DeepSubject subject)
    {
        using var folder = new TestFolder();
        var data = subject.Task.Table();
        var path = folder.At("fit");
        var options = subject.Options with { Seed = 1, MaximumEpochCount = 6 };
        var unbroken = Prediction.Of(subject.Create(new MLContext(), options).Fit(data), data);
        var cut = new Spy((hook, fit) =>
        {
            if (hook != "batch end" || fit.Epoch < 3 || fit.BatchesDone < 2)
                return;
            fit.SaveCheckpoint(path);
            fit.Stop("cut in the middle of the third epoch");
        });
        subject.Create(new MLContext(), options with { Callbacks = [cut] }).Fit(data);
        Assert.True(File.Exists(path));
        var resumed = subject.Create(new MLContext(), options with { ResumeFrom = path }).Fit(data);
        Demand.SameBits(unbroken, Prediction.Of(resumed, data), "the resumed fit");
    }

    public static void callbacks_see_every_epoch_and_batch(DeepSubject subject)
    {
        var told = new Dictionary<string, int>();
        var (epochs, batches) = (0, 0);
        var spy = new Spy((hook, fit) =>
        {
            told[hook] = told.GetValueOrDefault(hook) + 1;
            (epochs, batches) = (fit.Epochs.Count, fit.Epochs.Count * fit.BatchCount);
        });
        var options = subject.Options with { Seed = 1, MaximumEpochCount = 5, Patience = 0 };
        var data = subject.Task.Table();
        var watched = subject.Create(new MLContext(), options with { Callbacks = [spy] }).Fit(data);
        Assert.Equal(5, epochs);
        Assert.Equal(
            [
                ("batch begin", batches), ("batch end", batches), ("dispose", 1), ("epoch begin", 5), ("epoch end", 5), ("fit begin", 1),
                ("fit end", 1), ("start", 1),
            ], told.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        var alone = subject.Create(new MLContext(), options).Fit(data);
        Demand.SameBits(Prediction.Of(alone, data), Prediction.Of(watched, data), "the watched fit");
    }

    public static void continue_training_lowers_the_loss(DeepSubject subject)
    {
        var data = subject.Task.Table();
        var options = subject.Options with { Seed = 1, MaximumEpochCount = 2 };
        var first = ((DeepPredictionTransformer)subject.Create(new MLContext(), options).Fit(data)).Model;
        var next = options with { MaximumEpochCount = 20, InitialModel = first };
        var second = ((DeepPredictionTransformer)subject.Create(new MLContext(), next).Fit(data)).Model;
        var (before, after) = (Loss(first.History), Loss(second.History));
        Assert.True(after < before, $"{after} after {before}");

        // Without validation rows there is only the loss while training.
        static double Loss(TrainingHistory history) => double.IsNaN(history.Best.ValidationLoss)
            ? history.Epochs.Min(epoch => epoch.TrainingLoss)
            : history.Best.ValidationLoss;
    }
}
