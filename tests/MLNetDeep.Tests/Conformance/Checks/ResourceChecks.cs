using System.Reflection;
using Microsoft.ML;
using MLNetDeep.Tests.Conformance.Data;
using TorchSharp;

namespace MLNetDeep.Tests.Conformance.Checks;

/// <summary>What is taken is given back, also when a fit ends early.</summary>
internal static class ResourceChecks
{
    [Check]
    public static void cursors_are_disposed(Subject subject)
    {
        var data = subject.Task.Table();
        Prediction.Read(subject.Fit(data).Transform(data));
        Assert.Equal(0, data.OpenCursors);
        var refused = subject.Task.Table(edit: rows => rows[41][2] = float.PositiveInfinity);
        Assert.ThrowsAny<Exception>(() => subject.Fit(refused));
        Assert.Equal(0, refused.OpenCursors);
    }

    [Check]
    public static void no_tensor_left_alive(Subject subject)
    {
        var before = Alive();
        subject.FitAndPredict(subject.Task.Table());
        Assert.Equal(before, Alive());
        FitUntilCancelled(subject, new MLContext());
        Assert.Equal(before, Alive());

        // What is made outside all scopes, or leaves them, is nobody's to dispose of: a fit must do neither.
        static (long InScopes, long Outside, long Detached) Alive()
        {
            var statistics = DisposeScopeManager.Statistics;
            return (statistics.ThreadTotalLiveCount, statistics.CreatedOutsideScopeCount, statistics.DetachedFromScopeCount);
        }
    }

    [Check]
    public static void cancel_between_batches(Subject subject)
    {
        var ml = new MLContext();
        var epochs = 0;
        ml.Log += (_, e) => epochs += e.Message.Contains("Epoch ", StringComparison.Ordinal) ? 1 : 0;
        FitUntilCancelled(subject, ml);
        Assert.Equal(0, epochs);
    }

    /// <summary>Cancels once the data have been read, in one epoch of thousands of batches.</summary>
    private static void FitUntilCancelled(Subject subject, MLContext ml)
    {
        // Users have no public way to cancel an MLContext; AutoML, which has, calls this method.
        var cancel = typeof(MLContext).GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!
            .CreateDelegate<Action>(ml);
        var data = subject.Task.Table(rows: 20_000).OnCursorClosed(cancel);
        var options = subject.Options with { Seed = 1, BatchSize = 2, MaximumEpochCount = 1 };
        Assert.Throws<OperationCanceledException>(() => subject.Create(ml, options).Fit(data));
    }
}
