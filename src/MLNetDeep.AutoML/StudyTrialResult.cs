using Microsoft.ML.AutoML;

namespace MLNetDeep.AutoML;

/// <summary>
/// What a study tells its tuner about a trial. <see cref="TrialResult.Loss"/> is the first of <see cref="Losses"/>, so that a tuner that
/// knows nothing of studies can use it.
/// </summary>
public sealed class StudyTrialResult : TrialResult
{
    /// <summary>
    /// The trial. A state that is not finished tells the tuner of a setting that is being tried, so that it proposes another one; the end
    /// of the same trial is told later.
    /// </summary>
    public required Trial Trial { get; init; }

    /// <summary>
    /// What to make small, negated where higher is better: the objectives of a completed trial, the last value of the ranking metric of a
    /// pruned one, nothing of others.
    /// </summary>
    public IReadOnlyList<double> Losses { get; init; } = [];
}
