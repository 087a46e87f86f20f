using System.CommandLine;
using MLNetDeep.Cli.Output;
using MLNetDeep.Training;

namespace MLNetDeep.Cli.Commands;

/// <summary>The options of train that watch a fit, cut it short or take it up again.</summary>
internal sealed class WatchOptions
{
    public Option<string?> Checkpoint { get; } = NewOption.Optional<string>(
        "--checkpoint", "FILE", "Save the fit after every epoch and every minute; go on from the file if it is there.");

    public Option<string?> Log { get; } = NewOption.Optional<string>("--log", "FILE.csv", "Write a line for each epoch.");

    public Option<double?> TimeBudget { get; } = NewOption.Optional<double?>(
        "--time-budget", "SECONDS", "Stop training after this time, with the best so far.");

    public void AddTo(Command command)
    {
        command.Add(Checkpoint);
        command.Add(Log);
        command.Add(TimeBudget);
    }

    public WatchSettings Read(ParseResult parsed) =>
        new(parsed.GetValue(Checkpoint), parsed.GetValue(Log), parsed.GetValue(TimeBudget));
}

/// <summary>How a fit is watched; null for not at all.</summary>
internal sealed record WatchSettings(string? Checkpoint, string? Log, double? TimeBudget)
{
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
