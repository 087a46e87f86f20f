namespace MLNetDeep.AutoML;

/// <summary>A trial as tuners see it.</summary>
/// <param name="Number">The trial's number.</param>
/// <param name="Values">Its setting, by dimension; NaN where an option has no effect.</param>
/// <param name="State">Completed, pruned, failed, or running for one that is not finished.</param>
/// <param name="Losses">What to make small; finite; empty unless it is completed or pruned with a value.</param>
/// <param name="Folds">Of a pruned trial: folds that are done.</param>
/// <param name="Epochs">Of a pruned trial: epochs of the fold after those.</param>
internal sealed record ToldTrial(
    int Number, double[] Values, TrialState State, IReadOnlyList<double> Losses, int Folds = 0, int Epochs = 0)
{
    /// <summary>Whether it has a loss that settles it.</summary>
    public bool IsCompleted => State == TrialState.Completed;

    /// <summary>Whether it was tried and says something about good settings.</summary>
    public bool IsMeasured => State is TrialState.Completed or TrialState.Pruned;

    /// <summary>The first loss; infinite when there is none, so that it loses.</summary>
    public double Loss => Losses.Count > 0 ? Losses[0] : double.PositiveInfinity;

    /// <summary>Orders trials best first by one loss: completed, pruned (those that came further first), failed, running.</summary>
    public static int Compare(ToldTrial a, ToldTrial b)
    {
        int order = Rank(a).CompareTo(Rank(b));
        if (order == 0)
            order = b.Folds.CompareTo(a.Folds);
        if (order == 0)
            order = b.Epochs.CompareTo(a.Epochs);
        return order != 0 ? order : a.Loss.CompareTo(b.Loss);
    }

    private static int Rank(ToldTrial trial) => trial.State switch
    {
        TrialState.Completed => 0,
        TrialState.Pruned => 1,
        TrialState.Failed => 2,
        _ => 3,
    };
}
