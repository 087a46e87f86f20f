using Microsoft.ML;

namespace MLNetDeep.Comparison;

/// <summary>
/// Splits time into folds, each tested once and learnt from what lies before and after it, where labels look ahead and so overlap:
/// training rows whose label overlaps a test label are purged, and an embargo follows the test rows (López de Prado, "Advances in
/// Financial Machine Learning", 2018, chapter 7).
/// </summary>
/// <remarks>
/// The label of a row covers the time from the row's start, excluded, to the label's end, included, as the return from one price to a
/// later one does. Two labels that touch at one moment do not overlap.
/// </remarks>
public sealed record PurgedSplit : RowSplit
{
    /// <summary>Number of folds, contiguous in time and of nearly one size.</summary>
    /// <value>Default 5. At least 2.</value>
    public int FoldCount { get; init; } = 5;

    /// <summary>How many rows ahead the label of a row looks.</summary>
    /// <value>Default 0: it looks nowhere, and nothing is purged. Not with <see cref="LabelEndColumnName"/>.</value>
    public int LabelSpan { get; init; }

    /// <summary>
    /// How many rows after a fold's labels have ended are not learnt from, because rows so near still resemble the fold's.
    /// </summary>
    /// <value>Default 0. The book takes 1 % of the rows.</value>
    public int EmbargoRowCount { get; init; }

    /// <summary>The column that tells the time of a row, a date or a number; rows need not be sorted by it.</summary>
    /// <value>Default <see langword="null"/>: the rows are in order.</value>
    public string? TimeColumnName { get; init; }

    /// <summary>The column that tells when a row's label is known, of the type of <see cref="TimeColumnName"/>.</summary>
    /// <value>Default <see langword="null"/>: <see cref="LabelSpan"/> rows later.</value>
    public string? LabelEndColumnName { get; init; }

    internal override string Description => $"{FoldCount} folds purged in time";

    internal override bool IsInTime => true;

    internal override void Validate(OptionRules rules)
    {
        rules.Require(FoldCount >= 2, nameof(FoldCount), "at least 2", FoldCount);
        rules.Require(LabelSpan >= 0, nameof(LabelSpan), "at least 0", LabelSpan);
        rules.Require(EmbargoRowCount >= 0, nameof(EmbargoRowCount), "at least 0", EmbargoRowCount);
        rules.Require(TimeColumnName is not "", nameof(TimeColumnName), "null or not empty", TimeColumnName);
        rules.Require(LabelEndColumnName is not "", nameof(LabelEndColumnName), "null or not empty", LabelEndColumnName);
        rules.Require(LabelEndColumnName is null || LabelSpan == 0, nameof(LabelSpan),
            $"0 when {nameof(LabelEndColumnName)} says where labels end", LabelSpan);
        rules.Require(LabelEndColumnName is null || TimeColumnName is not null, nameof(TimeColumnName),
            $"named when {nameof(LabelEndColumnName)} is", TimeColumnName);
    }

    private protected override IReadOnlyList<RowFold> MakeFolds(IDataView data)
    {
        var (order, starts, ends) = ReadLabels(data);
        var count = order.Length;
        if (count < FoldCount)
        {
            throw new ArgumentException(
                $"{nameof(PurgedSplit)} needs at least {FoldCount} rows for {FoldCount} folds, but the data have {count}.");
        }
        var folds = new List<(bool[] Train, bool[] Test)>();
        var (size, larger) = (count / FoldCount, count % FoldCount);
        for (var (fold, first) = (0, 0); fold < FoldCount; fold++)
        {
            var next = first + size + (fold < larger ? 1 : 0);
            folds.Add(Purge(order, starts, ends, first, next));
            if (!folds[^1].Train.Any(row => row))
            {
                throw new ArgumentException($"{nameof(PurgedSplit)} leaves no training rows in fold {fold + 1} of {FoldCount}: " +
                    "labels that look less far ahead, a smaller embargo or more rows are needed.");
            }
            first = next;
        }
        return Views(data, folds);
    }

    /// <summary>The rows in the order of time, with the times where their labels start and end.</summary>
    private (int[] Order, double[] Starts, double[] Ends) ReadLabels(IDataView data)
    {
        if (LabelEndColumnName is null)
        {
            // Without an end in time a label's span counts rows, whatever their times.
            int[] byTime = TimeColumnName is null
                ? [.. Enumerable.Range(0, TimeColumn.CountRows(data))]
                : Order(TimeColumn.Read(data, TimeColumnName));
            double[] numbers = [.. Enumerable.Range(0, byTime.Length).Select(number => (double)number)];
            return (byTime, numbers, Array.ConvertAll(numbers, number => number + LabelSpan));
        }
        var times = TimeColumn.Read(data, TimeColumnName!);
        var ends = TimeColumn.Read(data, LabelEndColumnName);
        for (var row = 0; row < times.Length; row++)
        {
            if (ends[row] < times[row])
            {
                throw new ArgumentException($"Column '{LabelEndColumnName}' must not lie before column '{TimeColumnName}', " +
                    $"but does in row {row + 1}.");
            }
        }
        var order = Order(times);
        return (order, Array.ConvertAll(order, row => times[row]), Array.ConvertAll(order, row => ends[row]));
    }

    private static int[] Order(double[] times) => [.. Enumerable.Range(0, times.Length).OrderBy(row => times[row])];

    private (bool[] Train, bool[] Test) Purge(int[] order, double[] starts, double[] ends, int first, int next)
    {
        var (train, test) = (new bool[order.Length], new bool[order.Length]);
        var lastEnd = ends.AsSpan(first..next).ToArray().Max();
        var resume = next;
        while (resume < order.Length && starts[resume] < lastEnd)
            resume++;
        for (var i = 0; i < order.Length; i++)
        {
            test[order[i]] = i >= first && i < next;
            train[order[i]] = i < first ? ends[i] <= starts[first] : i >= resume + (long)EmbargoRowCount;
        }
        return (train, test);
    }
}
