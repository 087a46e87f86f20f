using System.Diagnostics;
using System.Reflection;
using Microsoft.ML;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Conformance.Checks;

/// <summary>What is taken is given back, and a fit ends when it is told to.</summary>
internal static class ResourceChecks
{
    [Check("Every cursor that was asked for is disposed, also when a fit or a prediction ends early.")]
    public static void cursors_are_disposed(TrainerSubject subject)
    {
        var data = subject.Table();
        var model = subject.Fit(data);
        Prediction.Of(model, data);
        Demand.Same(0, data.OpenCursors, "The number of open cursors after a fit and a prediction");
        var view = model.Transform(data);
        using (var cursor = view.GetRowCursor(view.Schema))
            cursor.MoveNext();
        Demand.Same(0, data.OpenCursors, "The number of open cursors after a prediction that was broken off");
        var broken = data.FailingAt(41);
        Demand.Throws<Exception>(() => subject.Fit(broken), "Fitting on data that cannot be read to the end");
        Demand.Same(0, broken.OpenCursors, "The number of open cursors after a fit that failed");
    }

    [Check(
        "A fit whose context is cancelled ends between batches, not after the epoch.",
        Needs = TrainerCapabilities.Cancellation | TrainerCapabilities.Batches)]
    public static void cancel_between_batches(TrainerSubject subject)
    {
        var ml = subject.Context();
        var epochs = 0;
        ml.Log += (_, e) => epochs += subject.EpochMessage is { } text && e.Message.Contains(text, StringComparison.Ordinal) ? 1 : 0;
        FitUntilCancelled(subject, ml);
        Demand.Same(0, epochs, "The number of epochs that were ended after the cancellation");
    }

    [Check("A fit ends soon after its time is up, with a model.", Needs = TrainerCapabilities.TimeBudget | TrainerCapabilities.Batches)]
    public static void time_budget_is_kept(TrainerSubject subject)
    {
        var data = subject.Table(rows: 2_000);
        var time = TimeSpan.FromMilliseconds(50);
        var request = new TrainingRequest(subject.Context(), 1)
        {
            BatchSize = 2,
            MaximumEpochCount = 10_000,
            UsesAllRows = true,
            MaximumTime = time,
        };
        var clock = Stopwatch.StartNew();
        var model = subject.Create(request).Fit(data);
        Demand.That(
            clock.Elapsed >= time && clock.Elapsed < TimeSpan.FromSeconds(20),
            $"A fit of {time} must end soon after, but took {clock.Elapsed}.");
        Demand.Same(2_000, Prediction.Of(model, data).Count, "The number of predictions");
    }

    /// <summary>Cancels once the data have been read, in one epoch of thousands of batches.</summary>
    internal static void FitUntilCancelled(TrainerSubject subject, MLContext ml)
    {
        // Users have no public way to cancel an MLContext; AutoML, which has, calls this method.
        var cancel = typeof(MLContext).GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!
            .CreateDelegate<Action>(ml);
        var data = subject.Table(rows: 20_000).OnCursorClosed(cancel);
        var request = new TrainingRequest(ml, 1) { BatchSize = 2, MaximumEpochCount = 1 };
        Demand.Throws<OperationCanceledException>(() => subject.Create(request).Fit(data), "A fit whose context is cancelled");
    }
}
