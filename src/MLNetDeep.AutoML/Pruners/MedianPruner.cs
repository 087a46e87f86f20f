namespace MLNetDeep.AutoML;

/// <summary>
/// Ends a trial whose best value so far is worse than the median of what completed trials had on average up to the same point (Golovin et
/// al., "Google Vizier: a service for black-box optimization", KDD 2017, section 3.2.2). After whole folds their means are compared.
/// </summary>
public sealed record MedianPruner : Pruner
{
    /// <summary>Completed trials that must have got to a point before anything is ended there.</summary>
    /// <value>Default 5, Optuna's <c>n_startup_trials</c>. At least 1.</value>
    public int StartupTrialCount { get; init; } = 5;

    /// <summary>Epochs of each fold after which nothing is ended yet.</summary>
    /// <value>Default 0, Optuna's <c>n_warmup_steps</c>. At least 0.</value>
    public int WarmupEpochCount { get; init; }

    /// <summary>Epochs between two looks.</summary>
    /// <value>Default 1, Optuna's <c>interval_steps</c>. At least 1.</value>
    public int EpochInterval { get; init; } = 1;

    /// <inheritdoc/>
    public override string? FindReason(PruningQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (PruningPoint.Of(question) is not { } point || !IsDue(point, question.FoldCount))
            return null;
        double[] there =
        [
            .. question.Others.Where(other => other.State == TrialState.Completed && point.Find(other) is not null)
                .Select(other => point.Epoch is null ? point.Find(other)!.Value : point.FindEpochs(other).Average()),
        ];
        double loss = point.Epoch is null ? point.Find(question.Trial) ?? double.NaN : point.FindEpochs(question.Trial).Min();
        if (there.Length < StartupTrialCount || double.IsNaN(loss))
            return null;
        double median = FindMedian(there);
        return loss > median ? point.Explain(loss, there, median) : null;
    }

    internal override void Check(OptionRules rules)
    {
        rules.Require(StartupTrialCount >= 1, nameof(StartupTrialCount), "at least 1", StartupTrialCount);
        rules.Require(WarmupEpochCount >= 0, nameof(WarmupEpochCount), "at least 0", WarmupEpochCount);
        rules.Require(EpochInterval >= 1, nameof(EpochInterval), "at least 1", EpochInterval);
    }

    private bool IsDue(PruningPoint point, int foldCount) => point.Epoch is { } epoch
        ? epoch > WarmupEpochCount && (epoch - WarmupEpochCount - 1) % EpochInterval == 0
        : point.Fold + 1 < foldCount;

    private static double FindMedian(double[] losses)
    {
        double[] sorted = [.. losses.Order()];
        (double low, double high) = (sorted[(sorted.Length - 1) / 2], sorted[sorted.Length / 2]);
        return low == high ? low : (low + high) / 2; // of two infinite ones the mean would be too
    }
}
