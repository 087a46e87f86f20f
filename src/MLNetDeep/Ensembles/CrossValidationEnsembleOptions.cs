using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>How the members of a <see cref="CrossValidationEnsemble"/> share the rows.</summary>
/// <remarks>Options are immutable and are checked once, when the trainer is made: all violations arrive in one exception.</remarks>
public sealed record CrossValidationEnsembleOptions
{
    /// <summary>Into how many folds the rows are split; a member learns from all but one and chooses its epoch by that.</summary>
    /// <value>
    /// Default 5, as RealMLP and TabArena bag (arXiv:2407.04491, arXiv:2506.16791). At least 2; fewer rows, or groups, make fewer folds.
    /// </value>
    public int FoldCount { get; init; } = 5;

    /// <summary>How often the rows are split anew: repeated bagging.</summary>
    /// <value>Default 1. At least 1. The ensemble has FoldCount times RepeatCount members.</value>
    public int RepeatCount { get; init; } = 1;

    /// <summary>Up to how many rows each row is a fold of its own: leave-one-out, for tiny data.</summary>
    /// <value>
    /// Default 20: a fifth of so few rows chooses no epoch, and as many small fits take seconds. At least 0, which never leaves out one.
    /// Groups given by <see cref="SamplingKeyColumnName"/> are left out one by one in the same way.
    /// </value>
    public int LeaveOneOutRowLimit { get; init; } = 20;

    /// <summary>The column whose equal values belong together: such rows are never on both sides of a split.</summary>
    /// <value>
    /// Default <see langword="null"/>: the trainer's; where it has none, each row stands for itself, and every fold has the same share of
    /// each class.
    /// </value>
    public string? SamplingKeyColumnName { get; init; }

    /// <summary>How many members are trained at the same time, each on a thread of its own. The result does not depend on it.</summary>
    /// <value>
    /// Default <see langword="null"/>: the number of processors over the trainer's thread count; 1 when the trainer has callbacks, which
    /// then see one fit after the other. At least 1.
    /// </value>
    [JsonIgnore]
    public int? MaximumParallelism { get; init; }

    /// <summary>Where the random numbers start: the folds, and each member's seed.</summary>
    /// <value>Default <see langword="null"/>: the trainer's seed.</value>
    public int? Seed { get; init; }

    internal void Validate()
    {
        var rules = new OptionRules(nameof(CrossValidationEnsembleOptions));
        rules.Require(FoldCount >= 2, nameof(FoldCount), "at least 2", FoldCount);
        rules.Require(RepeatCount >= 1, nameof(RepeatCount), "at least 1", RepeatCount);
        rules.Require(LeaveOneOutRowLimit >= 0, nameof(LeaveOneOutRowLimit), "at least 0", LeaveOneOutRowLimit);
        rules.Require(SamplingKeyColumnName is not "", nameof(SamplingKeyColumnName), "null or not empty", SamplingKeyColumnName);
        rules.Require(MaximumParallelism is null or >= 1, nameof(MaximumParallelism), "at least 1", MaximumParallelism);
        rules.ThrowIfBroken();
    }

    /// <summary>The number of folds for so many rows, or groups of rows.</summary>
    internal int FoldsOf(int unitCount) => unitCount <= LeaveOneOutRowLimit ? unitCount : Math.Min(FoldCount, unitCount);
}
