using Microsoft.ML;

namespace MLNetDeep.Comparison;

/// <summary>
/// Splits in time: every fold learns from what lies before its origin and is measured on what follows, and the origin moves on from
/// fold to fold (Tashman, "Out-of-sample tests of forecasting accuracy", International Journal of Forecasting 16, 2000).
/// </summary>
/// <remarks>
/// A step is a row, in the order of the data, or with <see cref="TimeColumnName"/> all rows of one time. The last fold ends with the
/// last step. Without a <see cref="Stride"/> the folds are those of scikit-learn's <c>TimeSeriesSplit</c>.
/// </remarks>
public sealed record RollingOriginSplit : RowSplit
{
    /// <summary>How many origins there are.</summary>
    /// <value>Default 5, as scikit-learn has. At least 1.</value>
    public int FoldCount { get; init; } = 5;

    /// <summary>How many steps each fold is measured on.</summary>
    /// <value>
    /// Default <see langword="null"/>: one part in <see cref="FoldCount"/> + 1 of the steps, as scikit-learn has. At least 1.
    /// </value>
    public int? Horizon { get; init; }

    /// <summary>How many steps the origin moves on from fold to fold.</summary>
    /// <value>Default <see langword="null"/>: the horizon, so that no step is measured twice. At least 1.</value>
    public int? Stride { get; init; }

    /// <summary>How many steps between training and test rows are in neither, because what they tell is not yet known then.</summary>
    /// <value>Default 0. A label that looks k steps ahead needs k − 1, for features of the last step are known.</value>
    public int Gap { get; init; }

    /// <summary>How many steps before the gap each fold learns from at most: a window that slides.</summary>
    /// <value>Default <see langword="null"/>: all of them, a window that expands. At least 1.</value>
    public int? WindowLength { get; init; }

    /// <summary>The column that tells the time of a row, a date or a number; rows need not be sorted by it.</summary>
    /// <value>Default <see langword="null"/>: the rows are in order, and each is a step of its own.</value>
    public string? TimeColumnName { get; init; }

    internal override string Description => $"{FoldCount} folds in time";

    internal override bool IsInTime => true;

    internal override void Validate(OptionRules rules)
    {
        rules.Require(FoldCount >= 1, nameof(FoldCount), "at least 1", FoldCount);
        rules.Require(Horizon is null or >= 1, nameof(Horizon), "null or at least 1", Horizon);
        rules.Require(Stride is null or >= 1, nameof(Stride), "null or at least 1", Stride);
        rules.Require(Gap >= 0, nameof(Gap), "at least 0", Gap);
        rules.Require(WindowLength is null or >= 1, nameof(WindowLength), "null or at least 1", WindowLength);
        rules.Require(TimeColumnName is not "", nameof(TimeColumnName), "null or not empty", TimeColumnName);
    }

    private protected override IReadOnlyList<RowFold> MakeFolds(IDataView data)
    {
        var steps = TimeColumn.ReadSteps(data, TimeColumnName, out var stepCount);
        var horizon = Horizon ?? Math.Max(1, stepCount / (FoldCount + 1));
        var stride = Stride ?? horizon;
        var needed = 1L + Gap + horizon + ((FoldCount - 1L) * stride);
        if (needed > stepCount)
        {
            throw new ArgumentException($"{nameof(RollingOriginSplit)} needs at least {needed} steps for {FoldCount} folds of {horizon} " +
                $"steps with stride {stride} and gap {Gap}, but the data have {stepCount}.");
        }
        return Views(data, Enumerable.Range(0, FoldCount).Select(fold =>
        {
            var test = stepCount - horizon - ((FoldCount - 1 - fold) * stride);
            var end = test - Gap;
            var start = Math.Max(0, end - (WindowLength ?? end));
            return (Within(steps, start, end), Within(steps, test, test + horizon));
        }));
    }

    private static bool[] Within(int[] steps, int start, int end) => Array.ConvertAll(steps, step => step >= start && step < end);
}
