using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>
/// Keeps a tuner that has been told what a proposal may see. Tuners of ours propose the same whenever they are told the same; any other is
/// made to propose what it has proposed before, so that its own state is as if it had never stopped.
/// </summary>
internal sealed class StudyTuner(StudyOptions options, StudyDefinition definition, TrialOrder order)
{
    private readonly List<(int Number, TrialState State)> _told = [];
    private ITuner? _tuner;
    private int _proposedCount;

    /// <summary>The name for trials that the tuner proposes.</summary>
    public string Name => Tuner.GetType().Name;

    /// <summary>The tuner, if it knows an end.</summary>
    public IFiniteTuner? Finite => Tuner as IFiniteTuner;

    private ITuner Tuner => _tuner ??= (options.Tuner ?? Default)(
        new TunerRequest(options.Pipeline.SearchSpace, definition.Seed, definition.ObjectiveNames.Count));

    private bool IsOurs => Tuner.GetType().Assembly == typeof(StudyTuner).Assembly;

    /// <summary>Proposes the setting of a trial.</summary>
    /// <param name="number">The trial.</param>
    /// <param name="history">What it may know, in the order in which it ended; trials at work last.</param>
    public Parameter Propose(int number, IReadOnlyList<Trial> history)
    {
        Trial[] news = [.. FindNews(history)];
        foreach (Trial trial in news)
        {
            if (!IsOurs)
                CatchUp(trial.Number);
            Tuner.Update(Tell(trial));
            _told.Add(Mark(trial));
        }

        if (!IsOurs)
            CatchUp(number - 1);
        _proposedCount = number + 1;
        return Tuner.Propose(new TrialSettings { TrialId = number, StartedAtUtc = DateTime.UtcNow });
    }

    private static TpeTuner Default(TunerRequest request) => new TpeTuner(request.Space, new TpeTunerOptions { Seed = request.Seed });

    /// <summary>What was not told yet; all of it to a new tuner when the history is another than the one told.</summary>
    private IEnumerable<Trial> FindNews(IReadOnlyList<Trial> history)
    {
        Trial[] visible = [.. history.Where(trial => trial.IsFinished || IsOurs)];
        var known = visible.Select(Mark).ToHashSet();
        // A trial at work that was told of and has ended since is told of again; tuners take that.
        bool isSame = _told.All(told => known.Contains(told) || (told.State == TrialState.Running && IsEnded(told.Number, visible)));
        if (!isSame)
        {
            _told.Clear();
            (_tuner, _proposedCount) = (null, 0);
        }

        var told = _told.ToHashSet();
        return visible.Where(trial => !told.Contains(Mark(trial)));
    }

    /// <summary>What distinguishes what may be told of a trial: whether it waits or runs is all the same.</summary>
    private static (int Number, TrialState State) Mark(Trial trial) =>
        (trial.Number, trial.IsFinished ? trial.State : TrialState.Running);

    private static bool IsEnded(int number, Trial[] visible) => Array.Exists(visible, trial => trial.Number == number && trial.IsFinished);

    private void CatchUp(int last)
    {
        for (; _proposedCount <= last; _proposedCount++)
            Tuner.Propose(new TrialSettings { TrialId = _proposedCount, StartedAtUtc = DateTime.UtcNow });
    }

    /// <summary>A trial as ML.NET's tuners are told of it: the loss is the score, negated where higher is better.</summary>
    private StudyTrialResult Tell(Trial trial)
    {
        IReadOnlyList<double> losses = trial.State switch
        {
            TrialState.Completed => order.Losses(trial),
            TrialState.Pruned when trial.Score is not null => [order.Loss(trial)],
            _ => [],
        };
        return TrialReports.Result(trial, losses.Count > 0 ? losses[0] : double.MaxValue, losses);
    }
}
