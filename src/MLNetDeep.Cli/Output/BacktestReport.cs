using MLNetDeep.Cli.Commands;
using MLNetDeep.Cli.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Cli.Output;

/// <summary>What <c>backtest</c> prints.</summary>
internal sealed record BacktestReport(SeriesFile File, BacktestResult Result, string? OutputPath)
{
    private const int ShownStepCount = 6;
    private const int ShownSeriesCount = 20;
    private const int ShownCandidateCount = 4;

    private string MetricName => BacktestCommand.NameOf(Result.Options.RankBy);

    public void Write(CliStreams streams, bool asJson)
    {
        if (asJson)
            JsonOutput.Write(streams.Out, Document());
        else
            WriteText(streams);
    }

    private object Document() => new
    {
        Command = "backtest",
        Data = File.Name,
        File.Settings.Targets,
        Result.Options.Horizon,
        Result.Options.Gap,
        Stride = Result.Options.Stride ?? Result.Options.Horizon,
        Result.SeasonLength,
        Result.Options.ConfidenceLevel,
        Result.Options.Seed,
        Origins = Result.Origins.Select(o => new { o.SeenSteps, Time = o.Time is { } time ? TimeTexts.Show(time) : null, o.IsFit }),
        Series = Result.Series.Select(s => s.Name),
        Candidates = Result.Candidates.Select(c => new
        {
            c.Name,
            c.IsReference,
            c.FitCount,
            c.FitSeconds,
            c.ForecastSeconds,
            Errors = Document(c.Errors),
            StepErrors = c.StepErrors.Select(Document),
            SeriesErrors = c.SeriesErrors.Select(Document),
        }),
        Result.Verdicts,
        Output = OutputPath,
        File.Settings.Plot,
        Versions = Versions.OfSeries,
    };

    private static object Document(ForecastErrors errors) => new
    {
        errors.Count,
        errors.MeanAbsoluteError,
        errors.RootMeanSquaredError,
        errors.MeanAbsolutePercentageError,
        errors.SymmetricMeanAbsolutePercentageError,
        errors.MeanAbsoluteScaledError,
        errors.PinballLoss,
        errors.Coverage,
        errors.MeanWidth,
    };

    // How the errors grow with the step: the first, the last and some between.
    private void WriteSteps(CliStreams streams)
    {
        var horizon = Result.Options.Horizon;
        var count = Math.Min(ShownStepCount, horizon);
        int[] steps = [.. Enumerable.Range(0, count).Select(i => (int)Math.Round(i * (horizon - 1.0) / (count - 1)))];
        string[] headings = [.. steps.Select(step => $"step {Result.Options.Gap + step + 1}")];
        var table = Text.Table([MetricName, .. headings]);
        foreach (var candidate in Result.Candidates)
            table.Row([candidate.Name, .. steps.Select(step => Text.Number(candidate.StepErrors[step][Result.Options.RankBy]))]);
        Text.Render(streams, table);
    }

    private void WriteSeries(CliStreams streams)
    {
        var shown = Result.Candidates.Take(ShownCandidateCount).ToArray();
        var table = Text.Table([MetricName, .. shown.Select(candidate => candidate.Name)]);
        for (var series = 0; series < Math.Min(ShownSeriesCount, Result.Series.Count); series++)
        {
            var errors = shown.Select(candidate => Text.Number(candidate.SeriesErrors[series][Result.Options.RankBy]));
            table.Row([Result.Series[series].Name, .. errors]);
        }
        Text.Render(streams, table);
        if (Result.Series.Count > ShownSeriesCount)
            Text.WriteWrapped(streams, $"The first {ShownSeriesCount} of {Result.Series.Count} series; --json has all.");
    }

    private void WriteText(CliStreams streams)
    {
        streams.Out.Write(Result.ToString());
        if (Result.Options.Horizon > 1)
            WriteSteps(streams);
        if (Result.Series.Count > 1)
            WriteSeries(streams);
        if (OutputPath != null)
            Text.WriteWrapped(streams, $"All forecasts: {OutputPath}.");
        if (File.Settings.Plot is { } plot)
            Text.WriteWrapped(streams, $"Drawn in {plot}.");
        Text.WriteWrapped(streams, $"Ran on {Versions.Join(Versions.OfSeries)}.");
    }
}
