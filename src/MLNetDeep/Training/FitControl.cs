using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace MLNetDeep.Training;

/// <summary>Says between batches whether the fit goes on: time, cancellation and the wishes of callbacks.</summary>
internal sealed class FitControl(FitHooks hooks, FitState state)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private ExceptionDispatchInfo? _cancellation;

    /// <summary>Time spent training, in earlier processes too.</summary>
    public TimeSpan Elapsed => state.ElapsedBefore + _clock.Elapsed;

    /// <summary>Why the fit is to end before its time; null while it is not.</summary>
    public TrainingStopReason? Reason { get; private set; }

    /// <summary>What the callback said that ended it.</summary>
    public string? Message { get; private set; }

    /// <summary>Whether the fit has to throw its cancellation instead of returning something.</summary>
    public bool IsBroken => _cancellation is not null && (hooks.OnCancellation == CancellationBehavior.Throw || state.Step == 0);

    /// <summary>Ends the fit at the next batch.</summary>
    public void Stop(string message)
    {
        if (Reason is null)
            (Reason, Message) = (TrainingStopReason.CallbackRequested, message);
    }

    /// <summary>Whether no further batch is to be started. There is always one step, unless the fit is cancelled.</summary>
    public bool IsStopping()
    {
        if (_cancellation is null)
            CheckAlive();
        if (Reason is null && hooks.MaximumTime is { } limit && Elapsed >= limit)
            Reason = TrainingStopReason.TimeBudgetReached;
        return Reason is not null && (state.Step > 0 || _cancellation is not null);
    }

    /// <summary>Throws what cancelled the fit, as it was thrown.</summary>
    public void ThrowCancellation() => _cancellation?.Throw();

    private void CheckAlive()
    {
        try
        {
            hooks.CheckAlive();
        }
        catch (OperationCanceledException error)
        {
            _cancellation = ExceptionDispatchInfo.Capture(error);
            Reason = TrainingStopReason.Cancelled;
        }
    }
}
