using MLNetDeep.Comparison;
using MLNetDeep.Plots;
using MLNetDeep.Reports;
using MLNetDeep.Tests.Cli;

namespace MLNetDeep.Tests.Reports;

/// <summary>Every kind of chart, with the numbers that break charts, in a browser: wide, dark, narrow.</summary>
public sealed class GalleryTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e308, -1e308, 0, 3, 3, 1e-320];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1360, false, "rgb(245, 246, 248)")]
    [InlineData(1360, true, "rgb(15, 18, 23)")]
    [InlineData(390, false, "rgb(245, 246, 248)")]
    public void Every_chart_is_drawn(int width, bool isDark, string background)
    {
        var report = Report();
        report.Save(_folder.At("gallery.html"));
        var view = fixture.Browser.Open(new Uri(_folder.At("gallery.html")).AbsoluteUri, width, isDark).IsWhole();
        Assert.Equal(background, view.Background);
        Assert.Equal(report.Sections.Sum(section => section.Blocks.OfType<Figure>().Count()), view.Charts.Count);
    }

    [Fact]
    public void Tables_sort_and_rows_mark_their_lines()
    {
        Row Line(int trial, double score) => new([$"{trial}", Cell.Of(score)]) { Trial = trial };
        var table = new ReportTable([new("trial"), new("score", true)], [Line(0, 0.5), Line(1, double.NaN), Line(2, 0.25), Line(3, 10)])
        {
            IsSortable = true,
        };
        var lines = Enumerable.Range(0, 4).Select(i => new ParallelLine(i, [i, i], $"trial {i}")).ToArray();
        var figure = new Figure("Lines", new ParallelPlot([new("a"), new("b")], lines));
        var report = new HtmlReport("Study", "Sorted", [new ReportSection("trials", "Trials", [table, figure])]);
        report.Save(_folder.At("sorted.html"));
        const string Script = """
            (() => {
              const order = () => [...document.querySelectorAll('tbody tr')].map(row => row.cells[0].textContent).join('');
              const press = () => document.querySelectorAll('th button')[1].click();
              const all = [order()];
              press(); all.push(order());
              press(); all.push(order());
              document.querySelector('tr[data-trial="2"]').click();
              all.push([...document.querySelectorAll('g.chosen')].map(g => g.dataset.trial).join());
              all.push(document.querySelectorAll('.faded').length);
              return all.join(' ');
            })()
            """;
        var view = fixture.Browser.Open(new Uri(_folder.At("sorted.html")).AbsoluteUri, script: Script).IsWhole();
        // The largest first, then the smallest; what is no number last both times. The chart is there wide and narrow.
        Assert.Equal("0123 3021 2031 2,2 2", view.Answer);
    }

    private static HtmlReport Report()
    {
        var axis = Odd.Select((value, i) => ((double)i, value)).ToArray();
        var many = Enumerable.Range(0, 600).Select(i => ((double)i, Math.Sin(i * 0.05))).ToArray();
        var binary = new FoldScores(1, [0.1f, 0.4f, 0.35f, 0.8f, float.NaN], [0, 0, 1, 1, 1], areProbabilities: true);
        return new HtmlReport("Gallery", "Every chart", [
            new ReportSection("lines", "Lines", [
                Of("odd numbers", new Chart([new LineLayer(axis) { Name = "odd" }, new BandLayer(axis, axis) { Name = "band" }])),
                Of("odd numbers, logarithmic", new Chart([new LineLayer(axis)]) { Y = new AxisSpec { IsLogarithmic = true } }),
                Of("nothing", new Chart([new LineLayer([])])),
                Of("no number", new Chart([new LineLayer([(1, double.NaN)])])),
                Of("one point", new Chart([new LineLayer([(5, 5)])]) { X = new AxisSpec("epoch") { IsWhole = true } }),
                Of("all equal", new Chart([new LineLayer([(0, 7), (1, 7), (2, 7)])])),
                Of("nearly equal", new Chart([new LineLayer([(0, 5), (1, 5.0000001)])])),
                Of("huge", new Chart([new LineLayer([(0, 1e12), (1, -3e15)])])),
                Of("many", new Chart([new LineLayer(many) { Name = string.Concat(Enumerable.Repeat("a long name ", 12)) },
                    new HoverLayer([.. many.Select(point => (point.Item1, "there"))]),
                    new LineLayer(many) { Name = "b", IsStepped = true }])),
                Of("one decade", new Chart([new LineLayer([(0, 0.2), (1, 0.3)])]) { Y = new AxisSpec { IsLogarithmic = true } }),
                Of("points", new Chart([.. Enum.GetValues<Marker>().Select((marker, i) =>
                    new PointLayer([new(i, i, "it")]) { Marker = marker, Name = $"{marker}" })])
                {
                    X = new AxisSpec("name") { Categories = ["one", "two with a long name", "three", "four", "five", "six"] },
                }),
            ]),
            new ReportSection("bars", "Bars", [
                BarFigures.Of("ranking", "share",
                    [new("first", 0.5, "it", 0.1), new(new string('w', 80), 0, "it"), new("no number", double.NaN, "it")]),
                BarFigures.Boxes("boxes", "AUC",
                    [("some", [0.5, 0.6, 0.9]), ("equal", [0.5, 0.5]), ("one", [0.7]), ("none", []), ("odd", Odd)]),
                Of("histogram", BarFigures.Histogram(Odd, "value")),
                Of("histogram of nothing", BarFigures.Histogram([], "value")),
                Of("histogram of one value", BarFigures.Histogram([2, 2, 2], "value")),
            ]),
            new ReportSection("predictions", "Predictions", [
                .. PredictionFigures.Of(binary, true, ["no", "yes"]),
                .. PredictionFigures.Of(Classes(100, 500), true, null),
                .. PredictionFigures.Of(Classes(12, 300), true, null),
                .. PredictionFigures.Of(new FoldScores(1, [1, 2, 3, float.NaN], [1, 2, 2, 1], false), false, null),
                .. PredictionFigures.Of(new FoldScores(1, [5], [4], false), false, null),
                .. PredictionFigures.Of(new FoldScores(1, [], [], false), false, null),
                .. PredictionFigures.Of(new FoldScores(1, [0.5f], [1], true), true, null),
            ]),
            new ReportSection("others", "Others", [
                Of("parallel", new ParallelPlot(
                    [new("rate") { IsLogarithmic = true }, new("kind") { Categories = ["a", "b"] }, new("score")],
                    [.. Enumerable.Range(0, 300).Select(i =>
                        new ParallelLine(i, [Math.Pow(10, -i % 5), i % 2, i % 7 == 0 ? double.NaN : i], $"trial {i}"))])),
                Of("parallel without lines", new ParallelPlot([new("a"), new("b")], [])),
                Of("ranks", new RankPlot([("one", 1.5), ("two", 1.5), (new string('w', 60), 3)], [(1.5, 3)]) { CriticalDifference = 1.2 }),
            ]),
        ]);
    }

    private static Figure Of(string title, SvgPlot plot) => new(title, plot) { Width = BlockWidth.Half };

    private static FoldScores Classes(int count, int rowCount)
    {
        var random = new Random(3);
        var labels = Enumerable.Range(0, rowCount).Select(_ => (float)random.Next(-1, count)).ToArray();
        var scores = new float[rowCount * count];
        for (var i = 0; i < scores.Length; i++)
            scores[i] = (float)random.NextDouble() + (labels[i / count] == i % count ? 0.5f : 0);
        return new FoldScores(count, scores, labels, areProbabilities: false);
    }
}
