namespace MLNetDeep.AutoML;

/// <summary>What a pruner decides on: a running trial just after it told a value, and the trials it may be compared with.</summary>
/// <param name="Trial">The running trial, its newest epoch value or fold included.</param>
/// <param name="Others">The other trials that a decision may look at, by number; running ones among them unless the study is reproducible.</param>
/// <param name="HigherIsBetter">The direction of the ranking metric.</param>
/// <param name="FoldCount">Folds that a whole trial has.</param>
public sealed record PruningQuestion(Trial Trial, IReadOnlyList<Trial> Others, bool HigherIsBetter, int FoldCount)
{
    /// <summary>Position of the ranking metric in <see cref="TrialFold.Values"/>.</summary>
    public int Metric { get; init; }

    /// <summary>The epochs a fit of this trial may run; null when nothing deep is trained or it is not known yet.</summary>
    public int? EpochCount { get; init; }

    /// <summary>Whether the newest value is a whole fold's, not an epoch's.</summary>
    public bool IsFoldEnd { get; init; }
}
