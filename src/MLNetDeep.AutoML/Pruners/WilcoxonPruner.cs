using System.Globalization;

namespace MLNetDeep.AutoML;

/// <summary>
/// Ends a trial between folds when its scores are worse than those of the best completed trial on the same folds by more than chance, by
/// Wilcoxon's signed-rank test, as Optuna's <c>WilcoxonPruner</c> does. Folds differ in how hard they are, which pairs take out.
/// </summary>
/// <remarks>
/// The test is exact, so it takes folds to say anything: the smallest possible p is 0.25 with two, 0.125 with three, 0.0625 with four.
/// Epochs are not looked at.
/// </remarks>
public sealed record WilcoxonPruner : Pruner
{
    /// <summary>How likely scores as bad as these may be for a trial that is as good as the best one.</summary>
    /// <value>Default 0.1, Optuna's <c>p_threshold</c>. Above 0, below 1.</value>
    public double PValue { get; init; } = 0.1;

    /// <summary>Folds before the first look.</summary>
    /// <value>Default 2, Optuna's <c>n_startup_steps</c>. At least 1.</value>
    public int StartupFoldCount { get; init; } = 2;

    /// <inheritdoc/>
    public override string? FindReason(PruningQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (PruningPoint.Of(question) is not { Epoch: null } point)
            return null;
        if (point.Fold + 1 < StartupFoldCount || point.Fold + 1 >= question.FoldCount)
            return null;
        // The best over all its folds, the same for every fold of the running trial.
        PruningPoint end = point with { Fold = question.FoldCount - 1 };
        Trial? best = question.Others.Where(other => other.State == TrialState.Completed && end.Find(other) is not null)
            .MinBy(other => (end.Find(other)!.Value, other.Number));
        if (best is null || point.FindFolds(question.Trial) is not { } mine || point.FindFolds(best) is not { } theirs)
            return null;
        double[] differences = [.. mine.Zip(theirs, (a, b) => a == b ? 0 : a - b)];
        double p = SignedRankTest.Greater(differences);
        if (p >= PValue || mine.Average() <= theirs.Average())
            return null;
        int worse = differences.Count(difference => difference > 0);
        return string.Create(CultureInfo.InvariantCulture,
            $"worse than trial {best.Number} on {worse} of {differences.Length} folds (Wilcoxon p = {p:0.000}; "
            + $"{point.Show(mine.Average())}, the other {point.Show(theirs.Average())})");
    }

    internal override void Check(OptionRules rules)
    {
        rules.Require(PValue is > 0 and < 1, nameof(PValue), "above 0 and below 1", PValue);
        rules.Require(StartupFoldCount >= 1, nameof(StartupFoldCount), "at least 1", StartupFoldCount);
    }
}
