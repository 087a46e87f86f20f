using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Cli.Data;
using MLNetDeep.Plots;

namespace MLNetDeep.Cli.Models;

/// <summary>What comes after the last value of each series.</summary>
internal static class NextSteps
{
    /// <summary>Series that one picture has room for.</summary>
    private const int PlottedCount = 12;

    private const int LeastShownCount = 60;

    public static IReadOnlyList<SeriesForecast> Forecast(SeriesFile file, Forecaster forecaster, FitWatch watch)
    {
        var ml = new MLContext(file.Settings.Seed);
        // A series ends with its last known target; rows after that tell what is known in advance.
        var last = file.Rows.Where(row => row.Values.Take(file.Settings.Targets.Count).Any(float.IsFinite))
            .GroupBy(row => row.Series).ToDictionary(rows => rows.Key, rows => rows.Last());
        if (last.Count == 0)
            throw new CliException($"'{file.Name}' has no value in column '{file.Settings.Targets[0]}'.");
        var order = file.Rows.Select((row, i) => (row.Number, i)).ToDictionary(pair => pair.Number, pair => pair.i);
        bool IsBefore(SeriesFile.Row row) => last.TryGetValue(row.Series, out var end) && order[row.Number] < order[end.Number];
        SeriesFile.Row[] seen = [.. file.Rows.Where(IsBefore)];
        SeriesFile.Row[] rest = [.. file.Rows.Where(row => !IsBefore(row))];
        if (seen.Length == 0)
            throw new CliException($"'{file.Name}' has one row of each series: there is nothing to learn from.");
        var model = forecaster.Make(ml, file, watch).Fit(file.View(seen));
        return Read(file, rest, last, model.Transform(file.View(rest)));
    }

    /// <summary>A picture of the series' ends and what was forecast.</summary>
    public static SvgPlot Plot(SeriesFile file, Forecaster forecaster, IReadOnlyList<SeriesForecast> forecasts)
    {
        var plots = forecasts.Take(PlottedCount).Select(forecast => Plot(file, forecaster, forecast)).ToArray();
        var rowCount = (plots.Length + 1) / 2;
        return plots.Length == 1 ? plots[0] : new PlotGrid(plots) { Width = 1100, Height = 300 * rowCount };
    }

    private static ForecastPlot Plot(SeriesFile file, Forecaster forecaster, SeriesForecast forecast)
    {
        SeriesFile.Row[] rows = [.. file.Rows.Where(row => row.Series == forecast.Series).TakeWhile(row => row != forecast.Last),
            forecast.Last];
        return new ForecastPlot
        {
            Title = forecast.Title(file),
            History = [.. rows.Select(row => row.Values[forecast.Target])],
            Times = file.HasTimes ? [.. rows.Select(row => row.Time), .. forecast.Times!] : null,
            FirstStep = Math.Max(0, rows.Length - Math.Max(LeastShownCount, 4 * file.Settings.Horizon)),
            Forecasts =
            [
                new PlottedForecast(forecaster.Title, rows.Length, forecast.Values)
                {
                    LowerBounds = forecast.Lower,
                    UpperBounds = forecast.Upper,
                },
            ],
        };
    }

    private static List<SeriesForecast> Read(
        SeriesFile file, SeriesFile.Row[] rows, Dictionary<string, SeriesFile.Row> last, IDataView forecast)
    {
        var horizon = file.Settings.Horizon;
        using var cursor = forecast.GetRowCursor(forecast.Schema);
        ValueGetter<VBuffer<float>>[] getters =
        [
            .. new[] { Forecaster.ForecastColumn, Forecaster.LowerColumn, Forecaster.UpperColumn }
                .Select(name => cursor.GetGetter<VBuffer<float>>(forecast.Schema[name])),
        ];
        var forecasts = new List<SeriesForecast>();
        for (var i = 0; cursor.MoveNext(); i++)
        {
            if (!last.TryGetValue(rows[i].Series, out var end) || rows[i] != end)
                continue;
            var values = Array.ConvertAll(getters, getter =>
            {
                VBuffer<float> buffer = default;
                getter(ref buffer);
                return buffer.DenseValues().ToArray();
            });
            var times = file.HasTimes
                ? TimeTexts.Continue([.. file.Rows.Where(row => row.Series == end.Series).TakeWhile(row => row != end).Append(end)
                    .Select(row => row.Time)], horizon)
                : null;
            for (var target = 0; target < file.Settings.Targets.Count; target++)
            {
                var part = new Range(target * horizon, (target + 1) * horizon);
                forecasts.Add(new SeriesForecast(end.Series, target, end, times, values[0][part], values[1][part], values[2][part]));
            }
        }
        return forecasts;
    }
}

/// <summary>What was forecast of one series.</summary>
/// <param name="Series">The series; empty when there is one alone.</param>
/// <param name="Target">Position of the target column.</param>
/// <param name="Last">The row after which the forecast begins.</param>
/// <param name="Times">The dates forecast; null without dates.</param>
/// <param name="Values">The forecasts.</param>
/// <param name="Lower">Lower ends of the intervals.</param>
/// <param name="Upper">Upper ends of the intervals.</param>
internal sealed record SeriesForecast(
    string Series, int Target, SeriesFile.Row Last, DateTime[]? Times, float[] Values, float[] Lower, float[] Upper)
{
    /// <summary>The series, the target or both, whatever tells it apart.</summary>
    public string Title(SeriesFile file) => file.Settings.Series is null ? file.Settings.Targets[Target]
        : file.Settings.Targets.Count == 1 ? Series : $"{Series} {file.Settings.Targets[Target]}";

    /// <summary>The date of a step, or how far it is ahead.</summary>
    public string StepText(int step) => Times is null ? $"+{step + 1}" : TimeTexts.Show(Times[step]);
}
