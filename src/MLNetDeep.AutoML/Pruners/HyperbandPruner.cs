using MLNetDeep.Training;

namespace MLNetDeep.AutoML;

/// <summary>
/// Several successive halvings side by side, from one that ends most trials after the first epochs to one that lets all run, since nobody
/// knows how much the first epochs tell (Li et al., "Hyperband", arXiv:1603.06560). A trial's number decides which of these brackets it is
/// in, and it is compared within its bracket only; after whole folds, with all.
/// </summary>
public sealed record HyperbandPruner : Pruner
{
    /// <summary>The epoch of the first rung of the hardest bracket.</summary>
    /// <value>Default 1, as in Optuna's <c>HyperbandPruner</c>. At least 1.</value>
    public int MinimumEpochCount { get; init; } = 1;

    /// <summary>The epochs that a trial may run, which with the reduction factor decides how many brackets there are.</summary>
    /// <value>
    /// Default null: what the fit says; name it when the number of epochs is itself searched, so that all trials have the same brackets. At
    /// least <see cref="MinimumEpochCount"/>.
    /// </value>
    public int? MaximumEpochCount { get; init; }

    /// <summary>One of this many trials goes on at a rung, which is this many times as late as the rung before.</summary>
    /// <value>Default 3, the paper's and Optuna's. At least 2.</value>
    public int ReductionFactor { get; init; } = 3;

    /// <inheritdoc/>
    public override string? FindReason(PruningQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (PruningPoint.Of(question) is not { } point)
            return null;
        if (point.Epoch is not { } epoch)
            return point.Fold + 1 < question.FoldCount && Halving.IsRung(point.Fold + 1, 1, ReductionFactor, 0)
                ? Halving.FindReason(point, question.Trial, question.Others, ReductionFactor)
                : null;
        int count = CountBrackets(MaximumEpochCount ?? question.EpochCount ?? 1);
        int bracket = FindBracket(question.Trial.Number, count);
        if (point.Fold > 0 || !Halving.IsRung(epoch, MinimumEpochCount, ReductionFactor, bracket))
            return null;
        return Halving.FindReason(
            point, question.Trial, question.Others.Where(other => FindBracket(other.Number, count) == bracket), ReductionFactor);
    }

    internal override void Check(OptionRules rules)
    {
        rules.Require(MinimumEpochCount >= 1, nameof(MinimumEpochCount), "at least 1", MinimumEpochCount);
        rules.Require(MaximumEpochCount is null || MaximumEpochCount >= MinimumEpochCount, nameof(MaximumEpochCount),
            $"null or at least {nameof(MinimumEpochCount)}", MaximumEpochCount);
        rules.Require(ReductionFactor >= 2, nameof(ReductionFactor), "at least 2", ReductionFactor);
    }

    /// <summary>One bracket for each rung that fits.</summary>
    internal int CountBrackets(int epochCount)
    {
        int count = 1;
        for (long rung = (long)MinimumEpochCount * ReductionFactor; rung <= epochCount; rung *= ReductionFactor)
            count++;
        return count;
    }

    /// <summary>The bracket of a trial: hard ones, which leave out few rungs, get more trials, so that all cost about the same.</summary>
    internal int FindBracket(int number, int count)
    {
        double Share(int i) => Math.Ceiling(count * Math.Pow(ReductionFactor, count - 1 - i) / (count - i));
        double[] shares = [.. Enumerable.Range(0, count).Select(Share)];
        double at = new RandomNumbers((ulong)number).Uniform() * shares.Sum();
        int bracket = 0;
        while (bracket < count - 1 && at >= shares[bracket])
            at -= shares[bracket++];
        return bracket;
    }
}
