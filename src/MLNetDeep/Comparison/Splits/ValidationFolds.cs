using Microsoft.ML;
using MLNetDeep.Ensembles;

namespace MLNetDeep.Comparison;

/// <summary>
/// The folds that candidates of a comparison or trials of a study are measured on, checked for what would spoil the measure.
/// </summary>
internal sealed class ValidationFolds
{
    private ValidationFolds(IReadOnlyList<RowFold> folds, RowSplit split, int rowCount)
    {
        Folds = folds;
        Split = split;
        RowCount = rowCount;
    }

    /// <summary>The folds, repetition after repetition.</summary>
    public IReadOnlyList<RowFold> Folds { get; }

    /// <summary>How the rows are split, in a few words such as "5 random folds".</summary>
    public string Description => Split.Description;

    /// <summary>The rule that made them.</summary>
    public RowSplit Split { get; }

    /// <summary>Rows of the data that are split; a fixed test set does not count.</summary>
    public int RowCount { get; }

    /// <summary>Test rows for a training row, on the average of the folds, as the corrected resampled t-test needs it.</summary>
    public double TestShare => Folds.Average(fold => (double)fold.TestRowCount / fold.TrainRowCount);

    /// <summary>The split of those who ask for none: random folds, with the same share of every class.</summary>
    public static RandomSplit RandomSplit(
        ComparisonTask task, int foldCount = 5, int repeatCount = 1, int seed = 1, string? groupColumnName = null) => new()
        {
            FoldCount = foldCount,
            RepeatCount = repeatCount,
            Seed = seed,
            GroupColumnName = groupColumnName,
            StratificationColumnName = task.HasClasses ? task.LabelColumnName : null,
        };

    /// <summary>Splits the rows and checks the folds.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="split">The rule.</param>
    /// <param name="task">What is learnt.</param>
    /// <param name="samplingKeyColumnName">The column of which no value may be on both sides of a fold; null to check none.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, the rows do not allow such folds, a fold knows one class only, or a group is on both sides of one.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that cannot be used.</exception>
    public static ValidationFolds Create(IDataView data, RowSplit split, ComparisonTask task, string? samplingKeyColumnName = null)
    {
        task.CheckLabel(data.Schema);
        var folds = split.Split(data);
        var result = new ValidationFolds(folds, split, folds[0].TrainMask.Length);
        if (samplingKeyColumnName is not null)
            result.CheckGroups(data, samplingKeyColumnName);
        if (task.HasClasses)
            result.CheckClasses(data, task);
        return result;
    }

    private void CheckClasses(IDataView data, ComparisonTask task)
    {
        var labels = task.ReadLabels(data);
        for (var i = 0; i < Folds.Count; i++)
        {
            var (fold, place) = (Folds[i], $"Fold {i + 1} of {Folds.Count}");
            if (IsOneClass(labels, fold.TrainMask))
                throw new ArgumentException($"{place} has one class only in column '{task.LabelColumnName}' to learn from: {Remedy}.");
            if (task.NeedsAllClassesToTest && IsOneClass(fold.TestMask is null ? task.ReadLabels(fold.TestSet) : labels, fold.TestMask))
                throw new ArgumentException($"{place} has one class only in column '{task.LabelColumnName}' to test on: {Remedy}.");
        }
    }

    private const string Remedy = "fewer folds, a split that keeps the shares of classes, or more rows are needed";

    /// <summary>Whether the chosen rows know one class at most; all rows when none are chosen.</summary>
    private static bool IsOneClass(float[] labels, bool[]? mask)
    {
        var first = -1f;
        for (var row = 0; row < labels.Length; row++)
        {
            if ((mask is not null && !mask[row]) || labels[row] < 0)
                continue;
            if (first >= 0 && labels[row] != first)
                return false;
            first = labels[row];
        }
        return true;
    }

    private void CheckGroups(IDataView data, string columnName)
    {
        var keys = GroupReader.ReadKeys(data, columnName);
        for (var i = 0; i < Folds.Count; i++)
        {
            var fold = Folds[i];
            var learnt = new Dictionary<uint, int>();
            for (var row = 0; row < keys.Length; row++)
            {
                if (fold.TrainMask[row])
                    learnt.TryAdd(keys[row], row);
            }
            var testKeys = fold.TestMask is null ? GroupReader.ReadKeys(fold.TestSet, columnName) : keys;
            var tested = Enumerable.Range(0, testKeys.Length).Where(row => fold.TestMask is null || fold.TestMask[row]).ToArray();
            var leaking = tested.Where(row => learnt.ContainsKey(testKeys[row])).ToArray();
            if (leaking.Length == 0)
                continue;
            var count = leaking.Select(row => testKeys[row]).Distinct().Count();
            throw new ArgumentException(
                $"Fold {i + 1} of {Folds.Count} has {count} {(count == 1 ? "group" : "groups")} of column '{columnName}' on both sides, "
                + $"such as that of row {learnt[testKeys[leaking[0]]] + 1} to learn from and row {leaking[0] + 1} to test on: "
                + $"a model would know what it is tested on. {nameof(GroupedSplit)} keeps groups together.");
        }
    }
}
