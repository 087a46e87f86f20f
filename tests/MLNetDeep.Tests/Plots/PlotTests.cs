using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML;
using MLNetDeep.Comparison;
using MLNetDeep.Plots;

namespace MLNetDeep.Tests.Plots;

public sealed class PlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void A_forecast_has_a_line_a_band_axes_and_a_legend()
    {
        var plot = new ForecastPlot
        {
            Title = "Sales & <more>",
            History = [10, 20, float.NaN, 40, 50, 50],
            Forecasts = [new("LSTM", 4, [55, 65]) { LowerBounds = [45, 40], UpperBounds = [60, 90] }],
        };
        var root = XDocument.Parse(plot.ToSvg()).Root!;
        Assert.Equal(("900", "420"), (root.Attribute("width")!.Value, root.Attribute("height")!.Value));
        var texts = root.Descendants(Svg + "text").Select(t => t.Value).ToArray();
        Assert.Equal("Sales & <more>", texts[2]);
        Assert.Equal(["actual", "LSTM"], texts[..2]);
        Assert.Equal(["0", "20", "40", "60", "80", "100"], texts[3..9]);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "step"], texts[9..]);

        var paths = root.Descendants(Svg + "path").ToArray();
        Assert.Equal(3, paths.Length);
        // The band goes along the upper bounds and back along the lower ones.
        Assert.Equal(4, Points(paths[0]).Length);
        // The missing step breaks the line in two.
        Assert.Equal(2, paths[1].Attribute("d")!.Value.Count(c => c == 'M'));
        var (line, band) = (Points(paths[2]), Points(paths[0]));
        Assert.Equal(2, line.Length);
        Assert.True(line[0].Y > line[1].Y, "65 lies higher than 55");
        Assert.All(line.Zip(band), pair => Assert.Equal(pair.First.X, pair.Second.X));
        Assert.True(band[1].Y < line[1].Y && line[1].Y < band[2].Y, "the forecast lies in its band");
        // Steps are as far apart as they are: 0 to 5 is five times 4 to 5.
        var history = Points(paths[1]);
        Assert.Equal(5 * (line[1].X - line[0].X), history[^1].X - history[0].X, 0.1);
    }

    [Fact]
    public void Dates_are_placed_by_time_and_told_under_the_axis()
    {
        var times = Enumerable.Range(0, 48).Select(i => new DateTime(2019, 11, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(i))
            .ToArray();
        var svg = new ForecastPlot { History = [.. Enumerable.Range(0, 48).Select(i => (float)i)], Times = times }.ToSvg();
        var texts = XDocument.Parse(svg).Descendants(Svg + "text").Select(t => t.Value).ToArray();
        Assert.Equal(["2020", "Jul", "2021", "Jul", "2022", "Jul", "2023", "Jul"], texts[6..14]);
        Assert.Equal("1 November 2019 – 1 October 2023", texts[^1]);
    }

    [Theory]
    [InlineData("2020-02-27", 5, "27 Feb|28 Feb|29 Feb|1 Mar|2 Mar|3 Mar")]
    [InlineData("2020-01-01", 0.5, "1 Jan|03:00|06:00|09:00|12:00")]
    [InlineData("2020-01-01", 70, "13 Jan|27 Jan|10 Feb|24 Feb|9 Mar")]
    [InlineData("2020-01-01", 400, "2020|Mar|May|Jul|Sep|Nov|2021")]
    [InlineData("1900-01-01", 40000, "1900|1920|1940|1960|1980|2000")]
    [InlineData("2020-01-01", 0.001, "1 Jan|00:00:15|00:00:30|00:00:45|00:01:00|00:01:15")]
    public void Dates_are_marked_where_people_like_them(string from, double days, string expected)
    {
        var start = DateTime.Parse(from, CultureInfo.InvariantCulture);
        var ticks = Ticks.Dates(start.Ticks, start.AddDays(days).Ticks, 7);
        Assert.Equal(expected, string.Join('|', ticks.Select(t => t.Text)));
    }

    [Theory]
    [InlineData(0, 10, "0|2|4|6|8|10")]
    [InlineData(-0.31, 0.42, "-0.4|-0.2|0.0|0.2|0.4|0.6")]
    [InlineData(9000, 43000, "0|10,000|20,000|30,000|40,000|50,000")]
    [InlineData(0, 3e12, "0|1e12|2e12|3e12")]
    [InlineData(0.00012, 0.00018, "0.00012|0.00014|0.00016|0.00018")]
    public void Numbers_are_marked_where_people_like_them(double low, double high, string expected) =>
        Assert.Equal(expected, string.Join('|', Ticks.Numbers(low, high, 5).Select(t => t.Text)));

    [Fact]
    public void A_backtest_is_drawn_without_overlaps()
    {
        var result = Backtest(stride: 2);
        var plot = ForecastPlot.Of(result);
        // Of origins two steps apart every second one is drawn, since each forecasts four steps.
        Assert.Equal([30, 34, 38], plot.Forecasts.Select(f => f.FirstStep));
        Assert.Equal(28, ForecastPlot.Of(result, shownBefore: 2).FirstStep);
        var root = XDocument.Parse(plot.ToSvg()).Root!;
        Assert.Equal(1 + 3, root.Descendants(Svg + "path").Count());

        root = XDocument.Parse(new StepErrorPlot(result).ToSvg()).Root!;
        Assert.Equal(2, root.Descendants(Svg + "path").Count());
        Assert.Contains(root.Descendants(Svg + "text"), t => t.Value == "MAE at each step of the horizon");
        var grid = new PlotGrid([plot, new StepErrorPlot(result), plot]) { Title = "Both", Height = 600 };
        root = XDocument.Parse(grid.ToSvg()).Root!;
        Assert.Equal(["translate(0 34)", "translate(450 34)", "translate(0 317)"],
            root.Elements(Svg + "g").Select(g => g.Attribute("transform")!.Value));
    }

    [Fact]
    public void Is_saved_as_a_file()
    {
        var path = Path.GetTempFileName();
        var plot = new ForecastPlot { History = [1] };
        plot.Save(path);
        Assert.Equal(plot.ToSvg(), File.ReadAllText(path));
        // A single value is a dot.
        Assert.Contains("<circle", plot.ToSvg(), StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public void Tells_what_cannot_be_drawn()
    {
        var plot = new ForecastPlot
        {
            Width = 10,
            Height = 10,
            History = [1, 2],
            Times = [DateTime.UnixEpoch],
            FirstStep = 3,
            Forecasts = [new("it", -1, [1]) { LowerBounds = [1] }],
        };
        Assert.Equal("ForecastPlot.Width must be at least 200, but was 10. ForecastPlot.Height must be at least 150, but was 10. " +
            "ForecastPlot.Times must be null or as many as the steps, 2, but was 1. " +
            "ForecastPlot.FirstStep must be at least 0 and below 2, but was 3. " +
            "ForecastPlot.Forecasts.FirstStep must be at least 0, but was -1. " +
            "ForecastPlot.Forecasts.LowerBounds must be empty or as many as the values, as the upper ones, but was 1.",
            Assert.Throws<ArgumentException>(() => plot.ToSvg()).Message);
        Assert.Equal("PlotGrid.Plots must be at least one, but was []. PlotGrid.ColumnCount must be at least 1, but was 0.",
            Assert.Throws<ArgumentException>(() => new PlotGrid([]) { ColumnCount = 0 }.ToSvg()).Message);
        Assert.Equal("ForecastPlot.History must be not empty without forecasts, but was [].",
            Assert.Throws<ArgumentException>(() => new ForecastPlot().ToSvg()).Message);
    }

    private BacktestResult Backtest(int stride)
    {
        var rows = Enumerable.Range(0, 42).Select(i => new Step { Value = i % 7 }).ToArray();
        var last = _ml.Transforms.CustomMapping<Step, Forecast>((row, output) =>
            output.Values = [row.Value, row.Value, row.Value, row.Value], contractName: null);
        return _ml.Forecasting.Backtest(_ml.Data.LoadFromEnumerable(rows), [new("one", last), new("two", last)], new BacktestOptions
        {
            Horizon = 4,
            Stride = stride,
            OriginCount = 5,
            SeasonLength = 7,
            IncludeReferences = false,
        });
    }

    private static (double X, double Y)[] Points(XElement path) =>
    [
        .. path.Attribute("d")!.Value.TrimEnd('Z').Split(['M', 'L'], StringSplitOptions.RemoveEmptyEntries).Select(point =>
        {
            var parts = point.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            return (parts[0], parts[1]);
        }),
    ];

    private sealed class Step
    {
        public float Value { get; set; }
    }

    private sealed class Forecast
    {
        [Microsoft.ML.Data.ColumnName("Forecast")]
        public float[] Values { get; set; } = [];
    }
}
