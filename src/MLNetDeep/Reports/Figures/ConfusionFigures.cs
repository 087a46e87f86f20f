using MLNetDeep.Comparison;
using MLNetDeep.Plots;

namespace MLNetDeep.Reports;

/// <summary>Which classes are taken for which.</summary>
internal static class ConfusionFigures
{
    private const int MostDrawn = 24;
    private const int MostListed = 12;
    private const float Half = 0.5f;

    /// <summary>The matrix, and the most frequent confusions where there are more than two classes.</summary>
    /// <param name="scores">What was predicted.</param>
    /// <param name="classNames">The classes' names; null for their numbers.</param>
    public static IEnumerable<ReportBlock> Of(FoldScores scores, IReadOnlyList<string>? classNames)
    {
        var classCount = Math.Max(2, scores.Width);
        var names = classNames?.Count == classCount ? classNames : [.. Enumerable.Range(0, classCount).Select(i => $"{i}")];
        var counts = Count(scores, classCount);
        // Classes that no row has and none is taken for would fill the picture with nothing.
        var present = Enumerable.Range(0, classCount).Where(i => classCount == 2 || Sum(counts, i, classCount) > 0).ToArray();
        if (present.Length == 0)
            yield break;
        if (present.Length <= MostDrawn)
            yield return Matrix(counts, names, present, classCount);
        if (classCount > 2)
        {
            if (Confusions(counts, names, classCount) is { } top)
                yield return top;
            yield return Recalls(counts, names, classCount);
        }
    }

    /// <summary>Rows by true and predicted class; row after row of the truth.</summary>
    private static int[] Count(FoldScores scores, int classCount)
    {
        var counts = new int[classCount * classCount];
        for (var row = 0; row < scores.RowCount; row++)
        {
            var truth = (int)scores.Labels[row];
            var values = scores.Scores.Slice(row * scores.Width, scores.Width);
            if (truth < 0 || truth >= classCount || float.IsNaN(values[0]))
                continue;
            var predicted = scores.Width == 1 ? (values[0] > (scores.AreProbabilities ? Half : 0) ? 1 : 0) : IndexOfLargest(values);
            counts[(truth * classCount) + predicted]++;
        }
        return counts;
    }

    private static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }
        return best;
    }

    private static int Sum(int[] counts, int number, int classCount) => Enumerable.Range(0, classCount)
        .Sum(other => counts[(number * classCount) + other] + counts[(other * classCount) + number]);

    private static int RowSum(int[] counts, int truth, int classCount) => counts.AsSpan(truth * classCount, classCount).ToArray().Sum();

    private static Figure Matrix(int[] counts, IReadOnlyList<string> names, int[] present, int classCount)
    {
        var fields = from truth in present
                     let total = RowSum(counts, truth, classCount)
                     from predicted in present
                     let count = counts[(truth * classCount) + predicted]
                     let share = total == 0 ? 0 : (double)count / total
                     select new MatrixField(share, Numbers.Count(count),
                         $"true {names[truth]}, predicted {names[predicted]}: {count:N0} of {total:N0} ({Numbers.Percent(share)})");
        string[] shown = [.. present.Select(i => names[i])];
        var right = present.Sum(i => counts[(i * classCount) + i]);
        var all = counts.Sum();
        return new Figure("Confusion matrix", new MatrixPlot(shown, shown, [.. fields]) { RowTitle = "true", ColumnTitle = "predicted" })
        {
            Width = present.Length <= 10 ? BlockWidth.Half : BlockWidth.Full,
            Note = $"{right:N0} of {all:N0} rows right; the shade is the share of the true class.",
        };
    }

    private static Figure? Confusions(int[] counts, IReadOnlyList<string> names, int classCount)
    {
        var top = (from truth in Enumerable.Range(0, classCount)
                   from predicted in Enumerable.Range(0, classCount)
                   let count = counts[(truth * classCount) + predicted]
                   where truth != predicted && count > 0
                   orderby count descending
                   select (Name: $"{names[truth]} → {names[predicted]}", Count: count)).Take(MostListed).ToArray();
        return top.Length == 0 ? null : BarFigures.Of("Most frequent confusions", "rows",
            [.. top.Select(item => new RankedBar(item.Name, item.Count, $"{item.Name}: {item.Count:N0} rows"))]) with
        {
            Note = "True class → what it was taken for.",
        };
    }

    private static Figure Recalls(int[] counts, IReadOnlyList<string> names, int classCount)
    {
        var worst = Enumerable.Range(0, classCount)
            .Select(i => (Name: names[i], Total: RowSum(counts, i, classCount), Right: counts[(i * classCount) + i]))
            .Where(item => item.Total > 0).OrderBy(item => (double)item.Right / item.Total).Take(MostListed);
        return BarFigures.Of("Classes found worst", "recall",
            [.. worst.Select(item => new RankedBar(
                item.Name, (double)item.Right / item.Total, $"{item.Name}: {item.Right:N0} of {item.Total:N0} found"))]) with
        {
            Note = "Share of a class's rows that were recognised.",
        };
    }
}
