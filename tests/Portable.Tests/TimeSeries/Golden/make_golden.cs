#:package Microsoft.ML@5.0.0
#:package Microsoft.ML.TimeSeries@5.0.0
// What the official packages forecast: dotnet run make_golden.cs > golden.json
// With a file of numbers, one a line, and windows, the same of that series: dotnet run make_golden.cs series.txt 12,24
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Transforms.TimeSeries;

var ml = new MLContext(1);
var series = args.Length > 0
    ? File.ReadLines(args[0]).Select(line => float.Parse(line)).ToArray()
    : Enumerable.Range(0, 240).Select(i =>
    {
        // A growing trend, two seasons, and noise from a fixed congruence.
        var noise = (i * 1103515245L + 12345) % 1009 / 1009.0 - 0.5;
        var trend = 100 * Math.Exp(0.004 * i);
        return (float)((trend * (1 + (0.2 * Math.Sin(i * Math.PI / 6)))) + (8 * Math.Cos(i * 2 * Math.PI / 7)) + (6 * noise));
    }).ToArray();
var windows = args.Length > 1 ? args[1].Split(',').Select(int.Parse).ToArray() : [2, 7, 12, 36, 60];
var trainSize = series.Length - 10;
var cases = new List<object>();
foreach (var window in windows)
    foreach (var method in Enum.GetValues<RankSelectionMethod>())
        // Without a rank, all but the last vector: in wider windows that hangs on the last digits, so no record of it is kept.
        foreach (var rank in method != RankSelectionMethod.Fixed ? new int?[] { null } : window <= 12 || args.Length > 0
            ? [null, Math.Max(1, window / 3)] : [window / 3])
            foreach (var (stabilize, growth) in new (bool, double?)[] { (true, null), (false, null), (true, 0.8), (true, 1.5) })
            {
                GrowthRatio? maxGrowth = growth is { } g ? new GrowthRatio { Growth = g, TimeSpan = 12 } : null;
                var data = ml.Data.LoadFromEnumerable(series.Select(value => new Row { Value = value }));
                var model = ml.Forecasting.ForecastBySsa("Forecast", "Value", window, window + 1, trainSize, 12,
                    rankSelectionMethod: method, rank: rank, shouldStabilize: stabilize, maxGrowth: maxGrowth,
                    confidenceLowerBoundColumn: "Lower", confidenceUpperBoundColumn: "Upper", confidenceLevel: 0.9f).Fit(data);
                var engine = model.CreateTimeSeriesEngine<Row, Output>(ml);
                var first = engine.Predict();
                for (var i = trainSize; i < series.Length; i++)
                    engine.Predict(new Row { Value = series[i] });
                var fed = engine.Predict(5, 0.5f);
                cases.Add(new
                {
                    window,
                    method = method.ToString(),
                    rank,
                    stabilize,
                    growth,
                    first.Forecast,
                    first.Lower,
                    first.Upper,
                    Fed = fed.Forecast,
                    FedLower = fed.Lower,
                });
            }
Console.WriteLine($"{{\"series\": {JsonSerializer.Serialize(series)},\n\"trainSize\": {trainSize},\n\"cases\": [");
Console.WriteLine(string.Join(",\n", cases.Select(c => JsonSerializer.Serialize(c))) + "\n]}");

sealed class Row
{
    public float Value { get; set; }
}

sealed class Output
{
    public float[] Forecast { get; set; } = [];
    public float[] Lower { get; set; } = [];
    public float[] Upper { get; set; } = [];
}
