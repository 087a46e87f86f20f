using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>Decides what a study tries next, and when it has tried enough.</summary>
internal sealed class Proposer(StudySession session)
{
    private const string Enqueued = "enqueued";
    private const string FromPortfolio = "portfolio";

    private readonly StudyTuner _tuner = new(session.Options, session.Definition, session.Order);
    private readonly SpaceModel _space = new(session.Options.Pipeline.SearchSpace);
    private readonly Lock _lock = new();
    private volatile bool _isClosed;

    /// <summary>Proposes nothing more.</summary>
    public void Close() => _isClosed = true;

    /// <summary>The setting of a new trial; null when there is none to make now, or no more.</summary>
    /// <param name="number">The trial's number.</param>
    /// <param name="trials">All trials so far.</param>
    public Proposal? Propose(int number, IReadOnlyList<Trial> trials)
    {
        lock (_lock)
        {
            if (_isClosed || FindEnd(trials) is not null || FindVisible(number, trials) is not { } visible)
                return null;
            if (FindGiven(trials, Enqueued, session.Options.Enqueue) is { } enqueued)
                return Given(enqueued, Enqueued);
            if (FindGiven(trials, FromPortfolio, session.Options.Portfolio) is { } known)
                return Given(known, FromPortfolio);
            return new Proposal(TrialParameters.Write(_tuner.Propose(number, visible)), _tuner.Name);
        }
    }

    /// <summary>Why no further trial is made, by the trials alone; null while some are.</summary>
    public StudyStopReason? FindEnd(IReadOnlyList<Trial> trials)
    {
        if (trials.Count >= session.Options.TrialCount)
            return StudyStopReason.TrialCountReached;
        lock (_lock)
        {
            if (_tuner.Finite?.IsExhaustedBy(trials.Select(trial => TrialParameters.Read(trial.ParameterJson))) == true)
                return StudyStopReason.SpaceExhausted;
        }

        if (session.Options.Patience is not { } patience)
            return null;
        // Of a reproducible study only those count that the next proposal sees; else two runs would end at different trials.
        int visible = session.Options.ProposalDelay is { } delay ? trials.Count - delay : int.MaxValue;
        Trial[] ended = [.. trials.Where(trial => trial.IsFinished && trial.Number < visible)];
        return session.Order.FindBest(ended) is { } best && ended.Count(trial => trial.Number > best.Number) >= patience
            ? StudyStopReason.NoImprovement
            : null;
    }

    /// <summary>Whether all has been tried, and every trial is finished.</summary>
    public bool IsOver(IReadOnlyList<Trial> trials) =>
        (_isClosed || FindEnd(trials) is not null) && trials.All(trial => trial.IsFinished);

    /// <summary>What the proposal may know, in the order in which it ended, trials at work last; null when it has to wait.</summary>
    private Trial[]? FindVisible(int number, IReadOnlyList<Trial> trials)
    {
        if (session.Options.ProposalDelay is not { } delay)
        {
            return
            [
                .. trials.Where(trial => trial.Number < number)
                    .OrderBy(trial => trial.EndedAt ?? DateTimeOffset.MaxValue).ThenBy(trial => trial.Number),
            ];
        }

        Trial[] seen = [.. trials.Where(trial => trial.Number < number - delay).OrderBy(trial => trial.Number)];
        return Array.TrueForAll(seen, trial => trial.IsFinished) ? seen : null;
    }

    private static Parameter? FindGiven(IReadOnlyList<Trial> trials, string origin, IReadOnlyList<Parameter> given)
    {
        int done = trials.Count(trial => trial.Origin == origin);
        return done < given.Count ? given[done] : null;
    }

    private Proposal Given(Parameter parameter, string origin) =>
        new(TrialParameters.Write(_space.Canonical(parameter)), origin);
}
