using MLNetDeep.Plots;

namespace MLNetDeep.Reports;

/// <summary>One bar of a ranking.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its length.</param>
/// <param name="Title">What is told when it is pointed at.</param>
/// <param name="Error">How far the value may be off, to both sides; 0 for not known.</param>
internal sealed record RankedBar(string Name, double Value, string Title, double Error = 0);

/// <summary>Rankings and distributions.</summary>
internal static class BarFigures
{
    /// <summary>Horizontal bars, the first on top.</summary>
    public static Figure Of(string title, string axis, IReadOnlyList<RankedBar> bars, int series = 0)
    {
        List<ChartLayer> layers =
        [
            new BarLayer([.. bars.Select((bar, i) => new Bar(0, i - 0.32, bar.Value, i + 0.32, bar.Title))])
            {
                Paint = Paint.Series(series),
                Opacity = 0.85,
            },
        ];
        layers.AddRange(bars.Select((bar, i) => (bar, i)).Where(item => item.bar.Error > 0).Select(item =>
            new LineLayer([(item.bar.Value - item.bar.Error, item.i), (item.bar.Value + item.bar.Error, item.i)]) { Width = 1.5 }));
        return new Figure(title, new Chart(layers)
        {
            X = new AxisSpec(axis) { IncludeZero = true },
            Y = new AxisSpec { Categories = [.. bars.Select(bar => bar.Name)] },
        })
        {
            Width = BlockWidth.Half,
        };
    }

    /// <summary>A box for each series of numbers, with the numbers as points.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="axis">What the numbers are.</param>
    /// <param name="series">Name and numbers of each.</param>
    public static Figure Boxes(string title, string axis, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series)
    {
        List<Bar> boxes = [];
        List<(double X, double Y)> whiskers = [];
        List<(double X, double Y)> medians = [];
        List<Mark> marks = [];
        for (var i = 0; i < series.Count; i++)
        {
            var values = series[i].Values.Where(double.IsFinite).ToArray();
            var name = series[i].Name;
            // Points of one value would lie upon each other: they are spread up and down in a fixed pattern.
            marks.AddRange(series[i].Values.Select((value, fold) => (value, fold)).Where(item => double.IsFinite(item.value)).Select(item =>
                new Mark(item.value, i + (0.12 * ((item.fold % 3) - 1)), $"{name}, fold {item.fold + 1}: {Numbers.Show(item.value)}")));
            if (values.Length < 2)
                continue;
            var box = Quartiles.Of(values);
            var half = $"half of the folds from {Numbers.Show(box.First)} to {Numbers.Show(box.Third)}";
            boxes.Add(new Bar(box.First, i - 0.28, box.Third, i + 0.28, $"{name}: median {Numbers.Show(box.Median)}, {half}"));
            whiskers.AddRange([(box.Low, i), (box.First, i), (double.NaN, i), (box.Third, i), (box.High, i), (double.NaN, i)]);
            medians.AddRange([(box.Median, i - 0.28), (box.Median, i + 0.28), (double.NaN, i)]);
        }
        return new Figure(title, new Chart(
        [
            new LineLayer(whiskers) { Paint = Paint.Series(0), Width = 1.3 },
            new BarLayer(boxes) { Paint = Paint.Series(0), Opacity = 0.18, IsOutlined = true },
            new LineLayer(medians) { Paint = Paint.Series(0), Width = 2.6 },
            new PointLayer(marks) { Paint = Paint.Series(1), Radius = 2.6, Opacity = 0.8 },
        ])
        {
            X = new AxisSpec(axis),
            Y = new AxisSpec { Categories = [.. series.Select(one => one.Name)] },
        })
        {
            Width = BlockWidth.Half,
            Note = "Points are folds; a box holds the middle half of them, the thick stroke is the median.",
        };
    }

    /// <summary>How often numbers fall into each of some bins.</summary>
    public static Chart Histogram(IReadOnlyList<double> values, string axis, int binCount = 32)
    {
        var known = values.Where(double.IsFinite).Order().ToArray();
        var (low, high) = known.Length == 0 ? (0, 1) : (known[0], known[^1]);
        if (high - low <= 1e-12 * Math.Max(1, Math.Abs(low)))
            (low, high) = (low - 0.5, high + 0.5);
        var counts = new int[binCount];
        foreach (var value in known)
            counts[Math.Min(binCount - 1, (int)((value - low) / (high - low) * binCount))]++;
        var width = (high - low) / binCount;
        var bars = counts.Select((count, i) => new Bar(low + (i * width), 0, low + ((i + 1) * width), count,
            $"{Numbers.Show(low + (i * width))} to {Numbers.Show(low + ((i + 1) * width))}: {count:N0} rows")).Where(bar => bar.Y2 > 0);
        return new Chart([new BarLayer([.. bars]) { Paint = Paint.Series(0), Opacity = 0.85, Gap = 0.5 }])
        {
            X = new AxisSpec(axis) { Low = low, High = high },
            Y = new AxisSpec("rows") { IncludeZero = true },
        };
    }
}
