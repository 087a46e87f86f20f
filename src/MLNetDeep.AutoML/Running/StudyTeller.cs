using System.Diagnostics;
using Microsoft.ML.AutoML;

namespace MLNetDeep.AutoML;

/// <summary>Tells progress handler and monitor of what happens, one call at a time.</summary>
internal sealed class StudyTeller(StudySession session)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private Trial? _best;
    private int _doneHere;

    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Tells that a trial begins.</summary>
    public void Begin(Trial trial)
    {
        lock (_lock)
        {
            session.Options.Monitor?.ReportRunningTrial(TrialReports.Settings(trial));
            Report(trial);
        }
    }

    /// <summary>Tells that something of a trial is done.</summary>
    public void Progress(Trial? trial)
    {
        lock (_lock)
            Report(trial);
    }

    /// <summary>Tells that a trial is finished.</summary>
    public void End(Trial trial)
    {
        lock (_lock)
        {
            _doneHere++;
            if (session.Options.Monitor is { } monitor)
                Tell(monitor, trial);
            Report(trial);
        }
    }

    private void Tell(IMonitor monitor, Trial trial)
    {
        if (trial.State != TrialState.Completed)
        {
            monitor.ReportFailTrial(TrialReports.Settings(trial), new InvalidOperationException(trial.Reason));
            return;
        }

        TrialResult result = TrialReports.Result(trial, session.Order.Loss(trial), session.Order.Losses(trial));
        monitor.ReportCompletedTrial(result);
        if (_best is not null && session.Order.Loss(trial) >= session.Order.Loss(_best))
            return;
        _best = trial;
        monitor.ReportBestTrial(result);
    }

    private void Report(Trial? latest)
    {
        if (session.Options.Progress is not { } progress)
            return;
        IReadOnlyList<Trial> trials = session.Store.ReadTrials();
        int Count(TrialState state) => trials.Count(trial => trial.State == state);
        int done = trials.Count(trial => trial.IsFinished);
        progress.Report(new StudyProgress
        {
            TrialCount = session.Options.TrialCount,
            CompletedCount = Count(TrialState.Completed),
            PrunedCount = Count(TrialState.Pruned),
            FailedCount = Count(TrialState.Failed),
            RunningCount = Count(TrialState.Running),
            Best = session.Order.FindBest(trials),
            Latest = latest,
            Elapsed = Elapsed,
            TimeLeft = EstimateTimeLeft(done),
        });
    }

    /// <summary>What the pace of this run says for the trials that are left, and the time limit if that is nearer.</summary>
    private TimeSpan? EstimateTimeLeft(int done)
    {
        TimeSpan? byTrials = session.Options.TrialCount is { } count && _doneHere > 0
            ? Elapsed / _doneHere * Math.Max(0, count - done)
            : null;
        TimeSpan? byTime = session.Options.MaximumTime is { } limit
            ? limit > Elapsed ? limit - Elapsed : TimeSpan.Zero
            : null;
        return byTrials is null || byTime < byTrials ? byTime ?? byTrials : byTrials;
    }
}
