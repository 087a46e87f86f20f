using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Models;

namespace MLNetDeep.Cli.Output;

/// <summary>What <c>forecast</c> prints.</summary>
internal sealed record ForecastReport(
    SeriesFile File, Forecaster Forecaster, IReadOnlyList<SeriesForecast> Forecasts, string OutputPath)
{
    private const int ShownStepCount = 24;

    public void Write(CliStreams streams, bool asJson)
    {
        if (asJson)
            JsonOutput.Write(streams.Out, Document());
        else
            WriteText(streams);
    }

    private object Document() => new
    {
        Command = "forecast",
        Data = File.Name,
        Model = Forecaster.Name,
        File.Settings.Targets,
        File.Settings.Horizon,
        File.Settings.Level,
        File.Settings.Seed,
        Forecasts = Forecasts.Select(f => new
        {
            Series = f.Title(File),
            Times = f.Times?.Select(TimeTexts.Show),
            Forecast = f.Values,
            f.Lower,
            f.Upper,
        }),
        Output = OutputPath,
        File.Settings.Plot,
        Versions = Versions.OfSeries,
    };

    private void WriteText(CliStreams streams)
    {
        var first = Forecasts[0];
        var table = Text.Table(first.Title(File), "forecast", "lower", "upper");
        for (var step = 0; step < Math.Min(ShownStepCount, first.Values.Length); step++)
            table.Row(first.StepText(step), Text.Number(first.Values[step]), Text.Number(first.Lower[step]),
                Text.Number(first.Upper[step]));
        Text.Render(streams, table);
        var more = first.Values.Length > ShownStepCount ? $"; the first {ShownStepCount} of {first.Values.Length} steps are shown" : "";
        var others = Forecasts.Count > 1 ? $", and of {Forecasts.Count - 1} other series" : "";
        Text.WriteWrapped(streams, FormattableString.Invariant(
            $"{Forecaster.Title}, intervals at {100 * File.Settings.Level:0.##} %{more}. All steps{others}: {OutputPath}."));
        if (File.Settings.Plot is { } plot)
            Text.WriteWrapped(streams, $"Drawn in {plot}.");
    }
}
