namespace MLNetDeep.AutoML;

/// <summary>
/// Asynchronous successive halving (Li et al., "A system for massively parallel hyperparameter tuning", arXiv:1810.05934): at each rung a
/// trial goes on only when it is in the best part of the trials that got there. Nobody waits for anybody. Rungs are epochs of the first
/// fold, each a multiple of the one before, and then whole folds, so that trials without epochs are halved too.
/// </summary>
public sealed record AshaPruner : Pruner
{
    /// <summary>The epoch of the first rung.</summary>
    /// <value>Default null: a hundredth of the epochs of a fit, as in Optuna's <c>SuccessiveHalvingPruner</c>. At least 1.</value>
    public int? MinimumEpochCount { get; init; }

    /// <summary>One of this many trials goes on at a rung, which is this many times as late as the rung before.</summary>
    /// <value>Default 4, the paper's and Optuna's. At least 2.</value>
    public int ReductionFactor { get; init; } = 4;

    /// <summary>Rungs left out at the start, for metrics that say little in the first epochs.</summary>
    /// <value>Default 0, Optuna's <c>min_early_stopping_rate</c>. At least 0.</value>
    public int EarlyStoppingRate { get; init; }

    /// <inheritdoc/>
    public override string? FindReason(PruningQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return PruningPoint.Of(question) is { } point && IsRung(point, question)
            ? Halving.FindReason(point, question.Trial, question.Others, ReductionFactor)
            : null;
    }

    internal override void Check(OptionRules rules)
    {
        rules.Require(MinimumEpochCount is null or >= 1, nameof(MinimumEpochCount), "at least 1 or null", MinimumEpochCount);
        rules.Require(ReductionFactor >= 2, nameof(ReductionFactor), "at least 2", ReductionFactor);
        rules.Require(EarlyStoppingRate >= 0, nameof(EarlyStoppingRate), "at least 0", EarlyStoppingRate);
    }

    private bool IsRung(PruningPoint point, PruningQuestion question)
    {
        if (point.Epoch is not { } epoch)
            return point.Fold + 1 < question.FoldCount && Halving.IsRung(point.Fold + 1, 1, ReductionFactor, 0);
        int first = MinimumEpochCount ?? Math.Max(1, (question.EpochCount ?? 1) / 100);
        return point.Fold == 0 && Halving.IsRung(epoch, first, ReductionFactor, EarlyStoppingRate);
    }
}
