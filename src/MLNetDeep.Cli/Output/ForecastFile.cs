using System.Globalization;
using System.Text;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Models;
using MLNetDeep.Comparison;

namespace MLNetDeep.Cli.Output;

/// <summary>Forecasts as CSV, a line for each step.</summary>
internal static class ForecastFile
{
    /// <summary>Writes what comes next.</summary>
    public static void Write(Stream stream, SeriesFile file, IReadOnlyList<SeriesForecast> forecasts)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine($"{(forecasts.Count > 1 ? "series," : "")}{(file.HasTimes ? "time" : "step")},forecast,lower,upper");
        foreach (var forecast in forecasts)
        {
            for (var step = 0; step < forecast.Values.Length; step++)
            {
                var when = file.HasTimes ? forecast.StepText(step) : Number(step + 1);
                writer.WriteLine($"{(forecasts.Count > 1 ? Quote(forecast.Title(file)) + "," : "")}{when}," +
                    $"{Number(forecast.Values[step])},{Number(forecast.Lower[step])},{Number(forecast.Upper[step])}");
            }
        }
    }

    /// <summary>Writes all forecasts of a backtest, and what came.</summary>
    public static void Write(Stream stream, BacktestResult result)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("forecaster,series,origin,step,time,actual,forecast,lower,upper");
        foreach (var candidate in result.Candidates)
        {
            foreach (var forecast in candidate.Forecasts)
            {
                for (var i = 0; i < forecast.Values.Count; i++)
                {
                    var step = forecast.FirstStep + i;
                    string[] cells =
                    [
                        Quote(candidate.Name), Quote(result.Series[forecast.Series].Name), Number(forecast.Origin + 1),
                        Number(result.Options.Gap + i + 1), result.Times is { } times ? TimeTexts.Show(times[step]) : Number(step + 1),
                        Number(forecast.Actuals[i]), Number(forecast.Values[i]),
                        forecast.LowerBounds.Count == 0 ? "" : Number(forecast.LowerBounds[i]),
                        forecast.UpperBounds.Count == 0 ? "" : Number(forecast.UpperBounds[i]),
                    ];
                    writer.WriteLine(string.Join(',', cells));
                }
            }
        }
    }

    private static string Number(float value) => float.IsNaN(value) ? "" : value.ToString(CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
