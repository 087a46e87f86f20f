using MLNetDeep.Comparison;
using MLNetDeep.Plots;
using MLNetDeep.Scoring;

namespace MLNetDeep.Reports;

/// <summary>What a regression's predictions miss.</summary>
internal static class ResidualFigures
{
    private const int MostPoints = 1500;
    private const int MostQuantiles = 200;
    private const int TrendBinCount = 20;

    /// <summary>Predicted against true, residuals against predictions, their distribution, and how normal they are.</summary>
    public static IEnumerable<Figure> Of(FoldScores scores)
    {
        var (labels, values) = (scores.Labels.ToArray(), scores.Scores.ToArray());
        var rows = labels.Zip(values, (truth, predicted) => (Truth: (double)truth, Predicted: (double)predicted))
            .Where(row => double.IsFinite(row.Truth) && double.IsFinite(row.Predicted)).ToArray();
        if (rows.Length == 0)
            return [];
        var residuals = Array.ConvertAll(rows, row => row.Truth - row.Predicted);
        var shown = Thinning.Positions(rows.Length, MostPoints).ToArray();
        var sample = shown.Length < rows.Length ? $" {shown.Length:N0} of {rows.Length:N0} rows are drawn." : "";
        return [Predicted(rows, shown, sample), AgainstPredicted(rows, shown), Distribution(residuals), Quantiles(residuals)];
    }

    private static Figure Predicted((double Truth, double Predicted)[] rows, int[] shown, string sample)
    {
        var ends = rows.SelectMany(row => new[] { row.Truth, row.Predicted }).ToArray();
        var (low, high) = (ends.Min(), ends.Max());
        return Half("Predicted against true", $"On the dotted line a prediction is exact.{sample}", new Chart(
        [
            Exact((low, low), (high, high)),
            Cloud(shown.Select(i => new Mark(rows[i].Truth, rows[i].Predicted, Title(rows[i]))), 0.4),
        ])
        {
            X = new AxisSpec("true"),
            Y = new AxisSpec("predicted"),
            Aspect = 0.75,
        });
    }

    private static Figure AgainstPredicted((double Truth, double Predicted)[] rows, int[] shown)
    {
        // The mean of what is missed where predictions are alike: a bend tells of something the model has not learnt.
        var sorted = rows.OrderBy(row => row.Predicted).ToArray();
        var size = Math.Max(1, (int)Math.Ceiling(sorted.Length / (double)TrendBinCount));
        var trend = sorted.Chunk(size).Select(bin => (bin.Average(row => row.Predicted), bin.Average(row => row.Truth - row.Predicted)));
        const string Note = "True minus predicted; the line is the mean of neighbours and should stay at 0.";
        return Half("Residuals against predictions", Note, new Chart(
        [
            new RuleLayer { Y = 0, Paint = Paint.Grey },
            Cloud(shown.Select(i => new Mark(rows[i].Predicted, rows[i].Truth - rows[i].Predicted, Title(rows[i]))), 0.4),
            new LineLayer([.. trend]) { Paint = Paint.Series(1), Width = 2.2 },
        ])
        {
            X = new AxisSpec("predicted"),
            Y = new AxisSpec("residual") { IncludeZero = true },
            Aspect = 0.75,
        });
    }

    private static Figure Distribution(double[] residuals)
    {
        var mean = residuals.Average();
        var deviation = Statistics.StandardDeviation(residuals);
        return Half("Distribution of the residuals", $"Mean {Numbers.Show(mean)}, standard deviation {Numbers.Show(deviation)}.",
            BarFigures.Histogram(residuals, "residual"));
    }

    private static Figure Quantiles(double[] residuals)
    {
        var sorted = residuals.Order().ToArray();
        var marks = Thinning.Positions(sorted.Length, MostQuantiles)
            .Select(i => (X: NormalDistribution.Quantile((i + 0.5) / sorted.Length), Y: sorted[i])).ToArray();
        var (first, third) = (Quartiles.At(sorted, 0.25), Quartiles.At(sorted, 0.75));
        var slope = (third - first) / (2 * NormalDistribution.Quantile(0.75));
        double Line(double x) => ((first + third) / 2) + (slope * x);
        const string Note = "Against those of a normal distribution, whose points would lie on the dotted line.";
        return Half("Quantiles of the residuals", Note, new Chart(
        [
            Exact((marks[0].X, Line(marks[0].X)), (marks[^1].X, Line(marks[^1].X))),
            Cloud(marks.Select(mark => new Mark(mark.X, mark.Y)), 0.7),
        ])
        {
            X = new AxisSpec("normal quantile"),
            Y = new AxisSpec("residual"),
        });
    }

    private static LineLayer Exact((double X, double Y) from, (double X, double Y) to) =>
        new([from, to]) { Paint = Paint.Grey, Dash = "3 4", Width = 1.2 };

    private static PointLayer Cloud(IEnumerable<Mark> marks, double opacity) =>
        new([.. marks]) { Paint = Paint.Series(0), Radius = 2.2, Opacity = opacity };

    private static string Title((double Truth, double Predicted) row) =>
        $"true {Numbers.Show(row.Truth)}, predicted {Numbers.Show(row.Predicted)}";

    private static Figure Half(string title, string note, Chart chart) => new(title, chart) { Width = BlockWidth.Half, Note = note };
}
