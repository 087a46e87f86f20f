using System.Runtime.ExceptionServices;

namespace MLNetDeep.AutoML;

/// <summary>Lets the workers of this process work on a study until it is over.</summary>
internal sealed class StudyRun : IDisposable
{
    /// <summary>If so many trials have ended and none well, something is wrong with all of them.</summary>
    private const int MostFailures = 5;

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(5);

    private readonly StudySession _session;
    private readonly Proposer _proposer;
    private readonly StudyTeller _teller;
    private readonly MemoryBudget _memory;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _cancellation;
    private volatile bool _isTimeUp;
    private Exception? _error;

    public StudyRun(StudySession session, CancellationToken cancellation)
    {
        (_session, _cancellation) = (session, cancellation);
        _proposer = new Proposer(session);
        _teller = new StudyTeller(session);
        _memory = new MemoryBudget(session);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>Time since the run began.</summary>
    public TimeSpan Elapsed => _teller.Elapsed;

    /// <summary>Works until the study is over.</summary>
    /// <returns>Why it is.</returns>
    /// <exception cref="InvalidOperationException">No trial came to a good end; the message has the reasons.</exception>
    public StudyStopReason Run()
    {
        using Timer? limit = _session.Options.MaximumTime is { } time
            ? new Timer(_ => EndForTime(), null, time, Timeout.InfiniteTimeSpan)
            : null;
        Thread[] threads =
        [
            .. Enumerable.Range(0, _session.Options.ConcurrentTrialCount)
                .Select(index => new Thread(Work) { IsBackground = true, Name = $"{_session.Definition.Name} worker {index}" }),
        ];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        if (_error is not null)
            ExceptionDispatchInfo.Throw(_error);
        if (_cancellation.IsCancellationRequested)
            return StudyStopReason.Cancelled;
        IReadOnlyList<Trial> trials = _session.Store.ReadTrials();
        RequireSuccess(trials, atLeast: 1);
        return _isTimeUp ? StudyStopReason.TimeReached : _proposer.FindEnd(trials) ?? StudyStopReason.TimeReached;
    }

    public void Dispose() => _stop.Dispose();

    private void EndForTime()
    {
        _isTimeUp = true;
        End();
    }

    private void End()
    {
        _proposer.Close();
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run is over in this very moment.
        }
    }

    private void Work()
    {
        try
        {
            Worker worker = Worker.New();
            using var beat = new HeartBeat(() => _session.Store.Beat(worker), BeatInterval, Fail);
            try
            {
                WorkAs(worker);
            }
            finally
            {
                _session.Store.Release(worker);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            Fail(error);
        }
        catch (OperationCanceledException)
        {
            // The study ends; what this worker ran was given back.
        }
    }

    private void Fail(Exception error)
    {
        Interlocked.CompareExchange(ref _error, error, null);
        End();
    }

    private void WorkAs(Worker worker)
    {
        var runner = new TrialRunner(_session, new PruningWatch(_session), _teller.Progress);
        while (!_stop.IsCancellationRequested)
        {
            if (!_memory.Enter(_stop.Token))
                return;
            long peak = 0;
            Trial? trial;
            try
            {
                trial = _session.Store.Claim(worker, _proposer.Propose);
                if (trial is not null)
                    peak = RunTrial(runner, trial);
            }
            finally
            {
                _memory.Leave(peak);
            }

            if (trial is not null)
                continue;
            if (_proposer.IsOver(_session.Store.ReadTrials()))
                return;
            _stop.Token.WaitHandle.WaitOne(Wait);
        }
    }

    /// <returns>The most memory of the process meanwhile.</returns>
    private long RunTrial(TrialRunner runner, Trial trial)
    {
        _teller.Begin(trial);
        Trial ended = runner.Run(trial, _stop.Token) with { EndedAt = DateTimeOffset.UtcNow };
        if (_session.Store.Finish(ended))
            _teller.End(ended);
        if (ended.State == TrialState.Failed)
            RequireSuccess(_session.Store.ReadTrials(), MostFailures);
        return ended.Folds.Count > 0 ? ended.Folds.Max(fold => fold.PeakByteCount) : 0;
    }

    /// <summary>Ends the study when trials do nothing but fail.</summary>
    private void RequireSuccess(IReadOnlyList<Trial> trials, int atLeast)
    {
        Trial[] ended = [.. trials.Where(trial => trial.IsFinished)];
        if (ended.Length < atLeast || !Array.TrueForAll(ended, trial => trial.State == TrialState.Failed))
            return;
        var reasons = ended.GroupBy(trial => trial.Reason).Select(group =>
            $"{(group.Count() == 1 ? "trial" : "trials")} {string.Join(", ", group.Select(trial => trial.Number))}: {group.Key}");
        throw new InvalidOperationException(
            $"All {ended.Length} trials of study '{_session.Definition.Name}' failed. {string.Join(" ", reasons)}");
    }
}
