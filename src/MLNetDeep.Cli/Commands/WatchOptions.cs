using System.CommandLine;
using Microsoft.ML;
using MLNetDeep.Cli.Output;
using MLNetDeep.Reports;
using MLNetDeep.Training;

namespace MLNetDeep.Cli.Commands;

/// <summary>The options of train that watch a fit, cut it short, take it up again or report on it.</summary>
internal sealed class WatchOptions
{
    public Option<string?> Checkpoint { get; } = NewOption.Optional<string>(
        "--checkpoint", "FILE", "Save the fit after every epoch and every minute; go on from the file if it is there.");

    public Option<string?> Log { get; } = NewOption.Optional<string>("--log", "FILE.csv", "Write a line for each epoch.");

    public Option<double?> TimeBudget { get; } = NewOption.Optional<double?>(
        "--time-budget", "SECONDS", "Stop training after this time, with the best so far.");

    public Option<string?> Report { get; } = NewOption.Optional<string>(
        "--report", "FILE.html", "Write a report of the fit, with its quality on the rows held out.");

    public void AddTo(Command command)
    {
        command.Add(Checkpoint);
        command.Add(Log);
        command.Add(TimeBudget);
        command.Add(Report);
    }

    public WatchSettings Read(ParseResult parsed) =>
        new(parsed.GetValue(Checkpoint), parsed.GetValue(Log), parsed.GetValue(TimeBudget)) { Report = parsed.GetValue(Report) };
}

/// <summary>How a fit is watched; null for not at all.</summary>
internal sealed record WatchSettings(string? Checkpoint, string? Log, double? TimeBudget)
{
    public string? Report { get; init; }

    public void Check(SettingRules rules)
    {
        var isTime = TimeBudget is null or (> 0 and <= 1e9);
        rules.Require(isTime, "--time-budget", "above 0 and at most 1E+09", TimeBudget);
    }

    public void CheckTargets()
    {
        if (Checkpoint != null)
            AtomicFile.CheckTarget(Checkpoint, "Checkpoint file");
        if (Log != null)
            AtomicFile.CheckTarget(Log, "Log file");
        if (Report != null)
            AtomicFile.CheckTarget(Report, "Report file");
    }

    /// <summary>Writes the report that was asked for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">What the data is called.</param>
    /// <param name="scored">The rows held out, with predictions.</param>
    /// <param name="label">Their column with the truth.</param>
    /// <param name="classes">The names of the classes; empty for a number.</param>
    public void WriteReport(DeepModel model, string data, IDataView scored, string label, IReadOnlyList<string> classes)
    {
        if (Report is null)
            return;
        var report = model.ToReport(new FitReportOptions
        {
            DataName = Path.GetFileName(data),
            ScoredRows = scored,
            LabelColumnName = label,
            ClassNames = classes.Count > 0 ? classes : null,
        });
        ReportCommand.Write(Report, report);
    }

    public TOptions AddTo<TOptions>(TOptions options) where TOptions : DeepTrainerOptions
    {
        List<TrainingCallback> callbacks = [];
        if (Checkpoint != null)
            callbacks.Add(new Checkpointing(Checkpoint) { EveryTime = TimeSpan.FromMinutes(1) });
        if (Log != null)
            callbacks.Add(new CsvLog(Log));
        return (TOptions)((DeepTrainerOptions)options with
        {
            Callbacks = callbacks,
            ResumeFrom = Checkpoint,
            MaximumTime = TimeBudget is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        });
    }
}
