using System.CommandLine;
using System.Globalization;
using System.Text;
using MLNetDeep.Comparisons.Images;
using MLNetDeep.Comparison;

namespace MLNetDeep.Comparisons.Forecasting;

/// <summary>Forecasters with their defaults on three public series, by rolling origin, beside ML.NET's SSA and naive forecasts.</summary>
internal static class ForecastingCommand
{
    private const string ReportFile = "benchmarks/results/forecasting.md";

    private const string Head = """
        # Forecasting

        Printed by `./build.sh bench forecasting --data FOLDER`: the library's own backtest, every forecaster with its defaults unless said,
        fitted once on what lies before the first origin. MAPE and sMAPE are in percent; MASE is the mean absolute error in units of what
        repeating the season missed before; `cover` and `width` are those of 90 % intervals. Defaults were chosen with these series in
        sight, so expect less on others.


        """;

    public static Command Create(Option<string> data)
    {
        string[] all = ["taylor", "air", "wind"];
        var parts = new Argument<string[]>("parts") { Description = $"Only {string.Join(", ", all)}.", Arity = ArgumentArity.ZeroOrMore };
        var only = new Option<string[]>("--only") { Description = "Only these forecasters." };
        var command = new Command("forecasting", "Forecasters on three public series, by rolling origin.") { data, only, parts };
        command.SetAction(parsed =>
        {
            var chosen = parsed.GetValue(parts) is { Length: > 0 } some ? some : all;
            var report = new StringBuilder();
            var sets = new ForecastingSets(parsed.GetValue(data)!, parsed.GetValue(only) ?? []);
            if (chosen.Contains("taylor"))
                Write(report, sets.Taylor());
            if (chosen.Contains("air"))
            {
                Write(report, sets.AirPassengers());
                Write(report, sets.RollingAirPassengers());
            }
            if (chosen.Contains("wind"))
            {
                Write(report, sets.IrishWind());
                Write(report, sets.IrishWindSeries());
            }
            if (chosen.Length == all.Length && parsed.GetValue(only) is null or [])
                File.WriteAllText(ReportFile, Head + report);
            return 0;
        });
        return command;
    }

    private static void Write(StringBuilder report, (string Title, BacktestResult Result) set)
    {
        ImagesCommand.Write(report, $"## {set.Title}");
        ImagesCommand.Write(report, "");
        ImagesCommand.Write(report, "| forecaster | MAE | RMSE | MAPE | sMAPE | MASE | cover | width | fit s |");
        ImagesCommand.Write(report, "|---|---|---|---|---|---|---|---|---|");
        foreach (var candidate in set.Result.Candidates)
        {
            var errors = candidate.Errors;
            double[] values =
            [
                errors.MeanAbsoluteError, errors.RootMeanSquaredError, errors.MeanAbsolutePercentageError,
                errors.SymmetricMeanAbsolutePercentageError, errors.MeanAbsoluteScaledError,
            ];
            var cells = string.Join(" | ", values.Select(value => value.ToString(value < 100 ? "F3" : "F1", CultureInfo.InvariantCulture)));
            ImagesCommand.Write(report, FormattableString.Invariant(
                $"| {candidate.Name} | {cells} | {errors.Coverage:F3} | {errors.MeanWidth:G4} | {candidate.FitSeconds:F1} |"));
        }
        ImagesCommand.Write(report, "");
        foreach (var verdict in set.Result.Verdicts)
            ImagesCommand.Write(report, $"- {verdict}");
        ImagesCommand.Write(report, "");
    }
}
