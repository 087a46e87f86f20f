namespace MLNetDeep.Comparison;

/// <summary>Where a running comparison stands.</summary>
/// <param name="CandidateName">The candidate at work.</param>
/// <param name="CandidateNumber">Its position, from 1.</param>
/// <param name="CandidateCount">Number of candidates, the baseline among them.</param>
/// <param name="Fold">The fold at work, from 1.</param>
/// <param name="FoldCount">Number of folds.</param>
/// <param name="Outcome">What the fold gave; null when it is only starting.</param>
public sealed record ComparisonProgress(
    string CandidateName, int CandidateNumber, int CandidateCount, int Fold, int FoldCount, FoldOutcome? Outcome)
{
    /// <summary>The part of the fold's training rows that is learnt from; below 1 for a learning curve.</summary>
    public double Fraction { get; init; } = 1;

    /// <summary>How much of the whole comparison is done, from 0 to 1, each fit counted alike.</summary>
    public double Done { get; init; }

    /// <summary>How much of the whole comparison one fit is.</summary>
    public double Share { get; init; }
}
