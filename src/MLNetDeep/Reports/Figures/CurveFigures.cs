using MLNetDeep.Comparison;
using MLNetDeep.Plots;

namespace MLNetDeep.Reports;

/// <summary>Something with scores, by name: a model on test rows, a candidate out of fold, one class against the rest.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ranked">Its scores in order.</param>
internal sealed record ScoredSeries(string Name, RankedScores Ranked)
{
    /// <summary>Two classes.</summary>
    public static ScoredSeries OfBinary(string name, FoldScores scores)
    {
        var arePositive = new bool[scores.RowCount];
        for (var row = 0; row < arePositive.Length; row++)
            arePositive[row] = scores.Labels[row] > 0.5f;
        return new ScoredSeries(name, new RankedScores(scores.Scores, arePositive));
    }

    /// <summary>One class of several against the rest; rows without a label are passed over.</summary>
    public static ScoredSeries OfClass(string name, FoldScores scores, int number)
    {
        var values = new List<float>();
        var arePositive = new List<bool>();
        for (var row = 0; row < scores.RowCount; row++)
        {
            if (scores.Labels[row] < 0)
                continue;
            values.Add(scores.Scores[(row * scores.Width) + number]);
            arePositive.Add(scores.Labels[row] == number);
        }
        return new ScoredSeries(name, new RankedScores([.. values], [.. arePositive]));
    }
}

/// <summary>Curves over all thresholds.</summary>
internal static class CurveFigures
{
    private const int Most = Paint.SeriesCount;

    /// <summary>ROC and precision-recall curves; nothing where no series has rows of both kinds.</summary>
    public static IEnumerable<Figure> Of(IReadOnlyList<ScoredSeries> all)
    {
        ScoredSeries[] series = [.. all.Where(s => s.Ranked.HasBoth).Take(Most)];
        return series.Length == 0 ? [] : [Roc(series), PrecisionRecall(series)];
    }

    private static Figure Roc(ScoredSeries[] series)
    {
        var layers = new List<ChartLayer> { new LineLayer([(0, 0), (1, 1)]) { Paint = Paint.Grey, Dash = "3 4", Width = 1.2 } };
        layers.AddRange(series.Select((one, i) => Line(one, i, Thinning.OfLine(one.Ranked.Roc), one.Ranked.RocArea)));
        var area = series.Length == 1 ? $"Area under the curve {Numbers.Show(series[0].Ranked.RocArea)}" : "With the area under each curve";
        return Square("ROC curve", layers, new AxisSpec("false positive rate"), new AxisSpec("true positive rate"),
            $"{area}; the dotted line is guessing.");
    }

    private static Figure PrecisionRecall(ScoredSeries[] series)
    {
        var rate = series[0].Ranked.BaseRate;
        var isOneRate = series.All(one => Math.Abs(one.Ranked.BaseRate - rate) < 1e-3);
        var layers = new List<ChartLayer>();
        if (isOneRate)
            layers.Add(new RuleLayer { Y = rate, Paint = Paint.Grey });
        // From the right to the left a precision holds down to the next lower recall.
        layers.AddRange(series.Select((one, i) =>
        {
            var points = one.Ranked.PrecisionRecall;
            var shown = Thinning.OfLine([.. points.Reverse(), (0, points[0].Y)]);
            return Line(one, i, shown, one.Ranked.AveragePrecision) with { IsStepped = true };
        }));
        var precision = series.Length == 1
            ? $"Average precision {Numbers.Show(series[0].Ranked.AveragePrecision)}" : "With the average precision of each";
        return Square("Precision and recall", layers, new AxisSpec("recall"), new AxisSpec("precision"),
            precision + (isOneRate ? $"; the dotted line is the base rate, {Numbers.Show(rate)}." : "."));
    }

    private static LineLayer Line(ScoredSeries one, int number, IReadOnlyList<(double X, double Y)> points, double measure) => new(points)
    {
        Name = $"{one.Name} {Numbers.Show(measure)}",
        Paint = Paint.Series(number),
        Dash = LineLayer.DashOf(number),
        Width = 2,
        Title = $"{one.Name} {Numbers.Show(measure)}",
    };

    private static Figure Square(string title, IReadOnlyList<ChartLayer> layers, AxisSpec x, AxisSpec y, string note) =>
        new(title, new Chart(layers)
        {
            X = x with { Low = 0, High = 1 },
            Y = y with { Low = 0, High = 1 },
            Aspect = 0.72,
        })
        {
            Width = BlockWidth.Half,
            Note = note,
        };
}
