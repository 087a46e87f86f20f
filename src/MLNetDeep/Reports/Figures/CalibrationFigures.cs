using MLNetDeep.Comparison;
using MLNetDeep.Plots;

namespace MLNetDeep.Reports;

/// <summary>Whether probabilities come true.</summary>
internal static class CalibrationFigures
{
    /// <summary>A reliability diagram of some candidates, and of one how many rows stand behind each point.</summary>
    public static IEnumerable<Figure> Of(IReadOnlyList<(string Name, CalibrationSummary? Summary)> all)
    {
        var known = all.Where(one => one.Summary is not null).Take(Paint.SeriesCount)
            .Select(one => (one.Name, Summary: one.Summary!)).ToArray();
        if (known.Length == 0)
            return [];
        List<ChartLayer> layers = [new LineLayer([(0, 0), (1, 1)]) { Paint = Paint.Grey, Dash = "3 4", Width = 1.2 }];
        for (var i = 0; i < known.Length; i++)
            layers.AddRange(Layers(known[i].Name, known[i].Summary, i));
        var first = known[0].Summary;
        var error = known.Length == 1
            ? $"Expected calibration error {Numbers.Show(first.ExpectedError)}, of which {Numbers.Show(first.ErrorByChance)} is chance"
            : "With the expected calibration error of each";
        var reliability = new Figure("Calibration", new Chart(layers)
        {
            X = new AxisSpec("probability given") { Low = 0, High = 1 },
            Y = new AxisSpec("share that came true") { Low = 0, High = 1 },
            Aspect = 0.72,
        })
        {
            Width = BlockWidth.Half,
            Note = error + "; on the dotted line probabilities are right.",
        };
        return known.Length == 1 ? [reliability, Counts(first)] : [reliability];
    }

    private static IEnumerable<ChartLayer> Layers(string name, CalibrationSummary summary, int number)
    {
        var title = $"{name} {Numbers.Show(summary.ExpectedError)}";
        yield return new LineLayer([.. summary.Bins.Select(bin => (bin.MeanProbability, bin.Frequency))])
        {
            Name = title,
            Paint = Paint.Series(number),
            Dash = LineLayer.DashOf(number),
            Width = 2,
        };
        yield return new PointLayer([.. summary.Bins.Select(bin => new Mark(bin.MeanProbability, bin.Frequency,
            $"{name}: given {Numbers.Show(bin.MeanProbability)}, came {Numbers.Show(bin.Frequency)}, {bin.Count:N0} rows"))])
        {
            Paint = Paint.Series(number),
        };
    }

    private static Figure Counts(CalibrationSummary summary) => new("Probabilities given", new Chart(
    [
        new BarLayer([.. summary.Bins.Select(bin => new Bar(bin.LowerBound, 0, bin.UpperBound, bin.Count,
            $"{Numbers.Show(bin.LowerBound)} to {Numbers.Show(bin.UpperBound)}: {bin.Count:N0} rows"))])
        {
            Paint = Paint.Series(0),
            Opacity = 0.85,
            Gap = 1,
        },
    ])
    {
        X = new AxisSpec("probability given") { Low = 0, High = 1 },
        Y = new AxisSpec("rows") { IncludeZero = true },
        Aspect = 0.72,
    })
    {
        Width = BlockWidth.Half,
        Note = $"Rows behind each point of the calibration; Brier score {Numbers.Show(summary.BrierScore)}.",
    };
}
