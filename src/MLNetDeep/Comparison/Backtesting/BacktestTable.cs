using System.Globalization;
using System.Text;

namespace MLNetDeep.Comparison;

/// <summary>Writes a backtest for people to read.</summary>
internal static class BacktestTable
{
    private const int NameWidth = 18;

    private static readonly (string Heading, int Width, Func<BacktestOutcome, string> Text)[] Columns =
    [
        ("MAE", 8, o => Number(o.Errors.MeanAbsoluteError)),
        ("RMSE", 8, o => Number(o.Errors.RootMeanSquaredError)),
        ("MAPE", 7, o => Number(o.Errors.MeanAbsolutePercentageError)),
        ("sMAPE", 6, o => Number(o.Errors.SymmetricMeanAbsolutePercentageError)),
        ("MASE", 6, o => Number(o.Errors.MeanAbsoluteScaledError)),
        ("cover", 5, o => Share(o.Errors.Coverage)),
        ("width", 8, o => Number(o.Errors.MeanWidth)),
        ("fit s", 6, o => Seconds(o.FitSeconds)),
    ];

    public static string Write(BacktestResult result)
    {
        var text = new StringBuilder();
        string[][] lines =
            [.. result.Candidates.Select(o => (string[])[NumberText.Cut(o.Name, NameWidth), .. Columns.Select(c => c.Text(o))])];
        NumberText.AppendTable(
            text, ["forecaster", .. Columns.Select(c => c.Heading)], lines, [NameWidth, .. Columns.Select(c => c.Width)]);
        NumberText.AppendWrapped(text, Describe(result));
        foreach (var verdict in result.Verdicts)
            NumberText.AppendWrapped(text, verdict);
        return text.ToString();
    }

    /// <summary>The measure's usual short name.</summary>
    public static string ShortName(BacktestMetric metric) => metric switch
    {
        BacktestMetric.MeanAbsoluteError => "MAE",
        BacktestMetric.RootMeanSquaredError => "RMSE",
        BacktestMetric.MeanAbsolutePercentageError => "MAPE",
        BacktestMetric.SymmetricMeanAbsolutePercentageError => "sMAPE",
        BacktestMetric.MeanAbsoluteScaledError => "MASE",
        _ => "pinball loss",
    };

    /// <summary>Four significant figures, and a dash for what is not known.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value))
            return "–";
        var size = Math.Abs(value);
        return size >= 1e7
            ? value.ToString("0.00e0", CultureInfo.InvariantCulture)
            : value.ToString(size switch { >= 1000 => "0", >= 100 => "0.0", >= 10 => "0.00", _ => "0.000" }, CultureInfo.InvariantCulture);
    }

    private static string Describe(BacktestResult result)
    {
        var options = result.Options;
        var window = options.WindowLength is { } length ? $"the last {length} steps" : "all steps before";
        var fits = options.RefitEvery switch
        {
            null => "fitted once, for the first",
            1 => "fitted for each",
            var every => $"fitted for every {every}th",
        };
        var gap = options.Gap == 0 ? "" : $", {Count(options.Gap, "step")} later";
        var series = result.Series.Count == 1 ? "" : $"{result.Series.Count} series; ";
        var season = result.SeasonLength == 1 ? "last value" : $"last season of {result.SeasonLength} steps";
        return $"{series}{Count(result.Origins.Count, "origin")}, each followed by {Count(options.Horizon, "step")}{gap}; stride " +
            $"{options.ActualStride}; {fits}, on {window}. MAPE and sMAPE in percent; MASE in what repeating the {season} missed before; " +
            $"intervals at {options.ConfidenceLevel.ToString("0.##%", CultureInfo.InvariantCulture)}.";
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Share(double value) => double.IsNaN(value) ? "–" : value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Seconds(double value) => value.ToString(value < 100 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
}
