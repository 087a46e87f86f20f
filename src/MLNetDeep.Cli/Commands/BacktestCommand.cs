using System.CommandLine;
using Microsoft.ML;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Models;
using MLNetDeep.Cli.Output;
using MLNetDeep.Comparison;
using MLNetDeep.Plots;

namespace MLNetDeep.Cli.Commands;

/// <summary><c>backtest</c>: measures forecasters on the past, beside those that each has to beat.</summary>
internal static class BacktestCommand
{
    private const int LeastShownCount = 100;
    private const int ShownHorizonCount = 10;

    private static readonly Dictionary<string, BacktestMetric> Metrics = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mae"] = BacktestMetric.MeanAbsoluteError,
        ["rmse"] = BacktestMetric.RootMeanSquaredError,
        ["mape"] = BacktestMetric.MeanAbsolutePercentageError,
        ["smape"] = BacktestMetric.SymmetricMeanAbsolutePercentageError,
        ["mase"] = BacktestMetric.MeanAbsoluteScaledError,
        ["pinball"] = BacktestMetric.PinballLoss,
    };

    /// <summary>What the user calls a measure.</summary>
    public static string NameOf(BacktestMetric metric) => Metrics.Single(pair => pair.Value == metric).Key;

    public static Command Create(CliStreams streams)
    {
        var command = new Command("backtest", "Measure forecasters on the past, beside naive ones that each has to beat.");
        var series = new SeriesOptions();
        series.AddTo(command);
        string[] names = [.. Forecaster.All.Select(f => f.Name)];
        var models = NewOption.Default<string[]>("--model|-m", "MODEL", [names[0]],
            $"Forecaster, may be given several times: {string.Join(", ", names)}.");
        models.AcceptOnlyFromAmong(names);
        var origins = NewOption.Optional<int?>("--origins", "N", "How many times to forecast; without it over the last fifth of the rows.");
        var stride = NewOption.Optional<int?>("--stride", "N", "Steps from one origin to the next; without it the horizon.");
        var gap = NewOption.Default("--gap", "N", 0, "Steps between what is known and what is forecast.");
        var refit = NewOption.Optional<int?>("--refit-every", "N", "Fit anew after so many origins; without it once, before the first.");
        var window = NewOption.Optional<int?>("--window", "N", "Steps that a fit learns from at most; without it all before the origin.");
        var metric = NewOption.Default("--metric", "METRIC", "mae", $"What ranks: {string.Join(", ", Metrics.Keys)}.");
        metric.AcceptOnlyFromAmong([.. Metrics.Keys]);
        var output = NewOption.Optional<string>("--output", "FILE", "Write every forecast beside what came.");
        foreach (var option in new Option[] { models, origins, stride, gap, refit, window, metric, output })
            command.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            var settings = new Settings(
                series.Read(parsed) with { Gap = parsed.GetValue(gap) },
                    [.. parsed.GetRequiredValue(models).Distinct().Select(Forecaster.Named)],
                parsed.GetValue(origins), parsed.GetValue(stride), parsed.GetValue(refit), parsed.GetValue(window),
                Metrics[parsed.GetRequiredValue(metric)], parsed.GetValue(output));
            Run(settings, streams, parsed.GetValue(series.Json), cancellation);
            return Tool.Success;
        }, CancellationToken.None));
        return command;
    }

    private static void Run(Settings settings, CliStreams streams, bool asJson, CancellationToken cancellation)
    {
        settings.Check();
        using var data = DataFile.Open(settings.Series.Data);
        var file = SeriesFile.Read(data, settings.Series);
        streams.Error.WriteLine(file.Summary());
        var ml = new MLContext(settings.Series.Seed);
        var result = ProgressDisplay.Run(streams, display =>
        {
            var progress = new BacktestProgressLines(display, settings.Metric);
            var watch = new FitWatch(new EpochProgress(progress.OnEpoch), cancellation);
            Candidate[] candidates = [.. settings.Models.Select(model => new Candidate(model.Title, model.Make(ml, file, watch)))];
            return ml.Forecasting.Backtest(file.View(file.Rows), candidates, settings.ToOptions(file, progress), cancellation);
        });
        if (settings.Output is { } output)
            AtomicFile.Write(output, stream => ForecastFile.Write(stream, result));
        if (settings.Series.Plot is { } plot)
            Plot(result).Save(plot);
        new BacktestReport(file, result, settings.Output).Write(streams, asJson);
    }

    // The best of the models asked for beside what came, and below it how the errors of all grow.
    private static PlotGrid Plot(BacktestResult result)
    {
        var best = (result.Candidates.FirstOrDefault(c => !c.IsReference) ?? result.Candidates[0]).Name;
        var forecasts = ForecastPlot.Of(result, [best]);
        // Of a long test the end is shown, where lines are still told apart.
        var shown = Math.Max(LeastShownCount, ShownHorizonCount * result.Options.Horizon);
        forecasts = forecasts with { FirstStep = Math.Max(forecasts.FirstStep, forecasts.History.Count - shown) };
        return new PlotGrid([forecasts, new StepErrorPlot(result)]) { ColumnCount = 1, Height = 760 };
    }

    private sealed record Settings(
        SeriesSettings Series, IReadOnlyList<Forecaster> Models, int? Origins, int? Stride, int? RefitEvery, int? Window,
        BacktestMetric Metric, string? Output)
    {
        public void Check()
        {
            var rules = new SettingRules();
            Series.Check(rules);
            rules.Require(Origins is null or >= 1, "--origins", "at least 1", Origins);
            rules.Require(Stride is null or >= 1, "--stride", "at least 1", Stride);
            rules.Require(Series.Gap >= 0, "--gap", "at least 0", Series.Gap);
            rules.Require(RefitEvery is null or >= 1, "--refit-every", "at least 1", RefitEvery);
            rules.Require(Window is null or >= 2, "--window", "at least 2", Window);
            rules.ThrowIfBroken();
            Series.CheckTargets();
            if (Output != null)
                AtomicFile.CheckTarget(Output, "Forecasts file");
        }

        public BacktestOptions ToOptions(SeriesFile file, IProgress<BacktestProgress> progress) => new()
        {
            TargetColumnNames = [.. file.Settings.Targets],
            ForecastColumnName = Forecaster.ForecastColumn,
            LowerBoundColumnName = Forecaster.LowerColumn,
            UpperBoundColumnName = Forecaster.UpperColumn,
            SeriesColumnName = file.Settings.Series,
            TimeColumnName = file.Settings.Time,
            ConfidenceLevel = Series.Level,
            Horizon = Series.Horizon,
            Gap = Series.Gap,
            SeasonLength = Series.Season,
            OriginCount = Origins,
            Stride = Stride,
            RefitEvery = RefitEvery,
            WindowLength = Window,
            RankBy = Metric,
            Seed = Series.Seed,
            Progress = progress,
        };
    }
}
