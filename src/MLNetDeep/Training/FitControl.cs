using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace MLNetDeep.Training;

/// <summary>Says between batches whether the fit goes on: time, cancellation and the wishes of callbacks.</summary>
internal sealed class FitControl(FitHooks hooks, FitState state)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<string> _checkpoints = [];
    private ExceptionDispatchInfo? _cancellation;
    private bool _refusesCheckpoints;

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

    /// <summary>Asks for a checkpoint as soon as the state holds together.</summary>
    public void SaveCheckpoint(string path)
    {
        if (!_refusesCheckpoints && !_checkpoints.Contains(path))
            _checkpoints.Add(path);
    }

    /// <summary>Takes no more checkpoints: from now on the state is not one that a whole fit would go through.</summary>
    public void RefuseCheckpoints() => _refusesCheckpoints = true;

    /// <summary>The checkpoints asked for since the last call.</summary>
    public IReadOnlyList<string> TakeCheckpoints()
    {
        if (_checkpoints.Count == 0)
            return [];
        string[] taken = [.. _checkpoints];
        _checkpoints.Clear();
        return taken;
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
