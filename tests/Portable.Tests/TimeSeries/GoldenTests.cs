using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Transforms.TimeSeries;

namespace Portable.Tests.TimeSeries;

/// <summary>Forecasts and bounds, before and after more of the series, are those of the official packages: Golden/make_golden.cs.</summary>
public sealed class GoldenTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(PathOf("golden.json"))).RootElement;

    private static readonly float[] Series = Floats(Golden.GetProperty("series"));

    private static readonly int TrainSize = Golden.GetProperty("trainSize").GetInt32();

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(36)]
    [InlineData(60)]
    public void Forecasts_are_the_official_ones(int window)
    {
        var cases = Golden.GetProperty("cases").EnumerateArray().Where(c => c.GetProperty("window").GetInt32() == window).ToList();
        Assert.True(cases.Count >= 12);
        Assert.All(cases, Check);
    }

    private static void Check(JsonElement c)
    {
        var ml = new MLContext(1);
        var (window, growth) = (c.GetProperty("window").GetInt32(), Number(c, "growth"));
        var method = Enum.Parse<RankSelectionMethod>(c.GetProperty("method").GetString()!);
        var model = ml.Forecasting.ForecastBySsa("Forecast", "Value", window, window + 1, TrainSize, 12, rankSelectionMethod: method,
            rank: (int?)Number(c, "rank"), shouldStabilize: c.GetProperty("stabilize").GetBoolean(),
            maxGrowth: growth is { } g ? new GrowthRatio { Growth = g, TimeSpan = 12 } : null,
            confidenceLowerBoundColumn: "Lower", confidenceUpperBoundColumn: "Upper", confidenceLevel: 0.9f)
            .Fit(ml.Data.LoadFromEnumerable(Series.Select(value => new SeriesRow { Value = value })));
        var engine = model.CreateTimeSeriesEngine<SeriesRow, Forecasts>(ml);
        var first = engine.Predict();
        Close(c, "Forecast", first.Forecast);
        Close(c, "Lower", first.Lower);
        Close(c, "Upper", first.Upper);
        foreach (var value in Series[TrainSize..])
            engine.Predict(new SeriesRow { Value = value });
        var fed = engine.Predict(5, 0.5f);
        Close(c, "Fed", fed.Forecast);
        Close(c, "FedLower", fed.Lower);
    }

    private static void Close(JsonElement c, string name, float[] actual)
    {
        var expected = Floats(c.GetProperty(name));
        Assert.Equal(expected.Length, actual.Length);
        var tolerance = 1e-4 * expected.Max(Math.Abs);
        Assert.All(expected, (value, i) => Assert.InRange(actual[i], value - tolerance, value + tolerance));
    }

    private static double? Number(JsonElement c, string name) =>
        c.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetSingle())];

    private static string PathOf(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Golden", name);
}

internal sealed class SeriesRow
{
    public float Value { get; set; }
}

internal sealed class Forecasts
{
    public float[] Forecast { get; set; } = [];
    public float[] Lower { get; set; } = [];
    public float[] Upper { get; set; } = [];
}
