namespace MLNetDeep.AutoML;

/// <summary>Which trials of a study are better than others.</summary>
internal sealed class TrialOrder(StudyDefinition definition)
{
    private static readonly TrialState[] Kinds =
        [TrialState.Completed, TrialState.Pruned, TrialState.Running, TrialState.Waiting, TrialState.Failed];

    /// <summary>Completed trials, then pruned ones, those at work and failed ones; of each kind the best first, then the earlier.</summary>
    public IEnumerable<Trial> Rank(IEnumerable<Trial> trials) =>
        trials.OrderBy(trial => Array.IndexOf(Kinds, trial.State)).ThenBy(Loss).ThenBy(trial => trial.Number);

    /// <summary>The best completed trial; null when there is none.</summary>
    public Trial? FindBest(IEnumerable<Trial> trials) =>
        trials.Where(trial => trial.State == TrialState.Completed).OrderBy(Loss).ThenBy(trial => trial.Number).FirstOrDefault();

    /// <summary>The score as something to make small; the worst possible for none.</summary>
    public double Loss(Trial trial) => trial.Score is { } score && !double.IsNaN(score)
        ? definition.HigherIsBetter[definition.Metric] ? -score : score
        : double.PositiveInfinity;

    /// <summary>A completed trial's objectives as things to make small.</summary>
    public IReadOnlyList<double> Losses(Trial trial) =>
        [.. trial.Objectives.Select((value, i) => definition.ObjectiveHigherIsBetter[i] ? -value : value)];

    /// <summary>The completed trials that no other dominates, by number.</summary>
    public IReadOnlyList<Trial> FindFront(IEnumerable<Trial> trials)
    {
        Trial[] completed = [.. trials.Where(trial => trial.State == TrialState.Completed).OrderBy(trial => trial.Number)];
        return [.. Pareto.FindFront([.. completed.Select(Losses)]).Select(position => completed[position])];
    }
}
