using System.Diagnostics;

namespace MLNetDeep.AutoML;

/// <summary>Asks the pruner about one trial after another, and knows which other trials it may look at.</summary>
internal sealed class PruningWatch(StudySession session)
{
    /// <summary>How old the other trials may be when they are looked at, since a store takes its time.</summary>
    private static readonly TimeSpan MostAge = TimeSpan.FromMilliseconds(500);

    private IReadOnlyList<Trial> _others = [];
    private int _number = -1;
    private long _readAt;

    /// <summary>Asks whether a trial is worth going on with.</summary>
    /// <param name="trial">The trial, its newest value included.</param>
    /// <param name="epochCount">Epochs of a fit; null when nothing deep is trained.</param>
    /// <param name="isFoldEnd">Whether the newest value is a fold's.</param>
    /// <exception cref="TrialPrunedException">It is not.</exception>
    public void Ask(Trial trial, int? epochCount, bool isFoldEnd)
    {
        if (session.Options.Pruner is not { } pruner)
            return;
        var question = new PruningQuestion(trial, FindOthers(trial), session.Metric.HigherIsBetter, session.Folds.Count)
        {
            Metric = session.Definition.Metric,
            EpochCount = epochCount,
            IsFoldEnd = isFoldEnd,
        };
        if (pruner.FindReason(question) is { } reason)
            throw new TrialPrunedException(reason);
    }

    /// <summary>
    /// Of a reproducible study, the trials that the proposal saw too, all of them finished; else all there are, as they are now.
    /// </summary>
    private IReadOnlyList<Trial> FindOthers(Trial trial)
    {
        bool isSettled = session.Options.ProposalDelay is not null;
        if (_number == trial.Number && (isSettled || Stopwatch.GetElapsedTime(_readAt) < MostAge))
            return _others;
        (_number, _readAt) = (trial.Number, Stopwatch.GetTimestamp());
        int visible = session.Options.ProposalDelay is { } delay ? trial.Number - delay : int.MaxValue;
        _others = [.. session.Store.ReadTrials().Where(other => other.Number != trial.Number && other.Number < visible)];
        return _others;
    }
}
