using System.CommandLine;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Models;
using MLNetDeep.Cli.Output;

namespace MLNetDeep.Cli.Commands;

/// <summary><c>forecast</c>: fits a forecaster on all rows and says what comes next.</summary>
internal static class ForecastCommand
{
    public static Command Create(CliStreams streams)
    {
        var command = new Command("forecast", "Forecast the next steps of the series in a table, with intervals.");
        var series = new SeriesOptions();
        series.AddTo(command);
        string[] names = [.. Forecaster.All.Select(f => f.Name)];
        var model = NewOption.Default("--model|-m", "MODEL", names[0], $"Forecaster: {string.Join(", ", names)}.");
        model.AcceptOnlyFromAmong(names);
        var output = NewOption.Default("--output|-o", "FILE", "forecasts.csv", "Where to write the forecasts.");
        command.Add(model);
        command.Add(output);
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            var forecaster = Forecaster.Named(parsed.GetRequiredValue(model));
            Run(series.Read(parsed), forecaster, parsed.GetRequiredValue(output), streams, parsed.GetValue(series.Json), cancellation);
            return Tool.Success;
        }, CancellationToken.None));
        return command;
    }

    private static void Run(
        SeriesSettings settings, Forecaster forecaster, string output, CliStreams streams, bool asJson, CancellationToken cancellation)
    {
        var rules = new SettingRules();
        settings.Check(rules);
        rules.ThrowIfBroken();
        settings.CheckTargets();
        AtomicFile.CheckTarget(output, "Forecasts file");

        using var data = DataFile.Open(settings.Data);
        var file = SeriesFile.Read(data, settings);
        streams.Error.WriteLine(file.Summary());
        var forecasts = ProgressDisplay.Run(streams, display =>
            NextSteps.Forecast(file, forecaster, new FitWatch(EpochProgress.On(display), cancellation)));
        AtomicFile.Write(output, stream => ForecastFile.Write(stream, file, forecasts));
        if (settings.Plot is { } plot)
            NextSteps.Plot(file, forecaster, forecasts).Save(plot);
        new ForecastReport(file, forecaster, forecasts, output).Write(streams, asJson);
    }
}
