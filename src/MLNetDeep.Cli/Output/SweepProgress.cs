using MLNetDeep.AutoML;
using MLNetDeep.Cli.Models;

namespace MLNetDeep.Cli.Output;

/// <summary>Shows how a sweep goes: counts, the best so far and the time left, and a line for each trial that ends.</summary>
internal sealed class SweepProgress(ProgressDisplay display, SweepPipeline pipeline, string metric) : IProgress<StudyProgress>
{
    private const int Width = 80;

    private readonly HashSet<int> _told = [];

    public void Report(StudyProgress value)
    {
        display.Update(Fraction(value), Summary(value));
        if (value.Latest is { IsFinished: true } trial && _told.Add(trial.Number))
            display.Milestone(Cut(Line(trial, value)));
    }

    /// <summary>A setting's trainer, and for the MLP its recipe.</summary>
    public static string Describe(SweepPipeline pipeline, Trial trial)
    {
        var (name, part) = pipeline.TrainerOf(TrialParameters.Read(trial.ParameterJson));
        return name == SweepPipeline.Mlp && part.TryGetValue(nameof(MlpSearchOptions.Preset), out var preset)
            ? $"{name} {preset.AsType<string>()}"
            : name;
    }

    private static double Fraction(StudyProgress value)
    {
        var byTrials = value.TrialCount is { } count ? (double)value.DoneCount / count : 0;
        var byTime = value.TimeLeft is { } left && value.Elapsed > TimeSpan.Zero ? value.Elapsed / (value.Elapsed + left) : 0;
        return Math.Clamp(Math.Max(byTrials, byTime), 0, 1);
    }

    /// <summary>Short, for a bar and its percentage stand in the same line.</summary>
    private static string Summary(StudyProgress value)
    {
        var best = value.Best?.Score is { } score ? $", best {Text.Number(score)}" : "";
        var pruned = value.PrunedCount > 0 ? $", {value.PrunedCount} pruned" : "";
        var left = value.TimeLeft is { } time ? $", {Duration(time)} left" : "";
        return $"{value.DoneCount}{(value.TrialCount is { } count ? $"/{count}" : "")} trials{best}{pruned}{left}";
    }

    private string Line(Trial trial, StudyProgress value)
    {
        var of = value.TrialCount is { } count ? $" of {count}" : "";
        var seconds = Text.Seconds(trial.Folds.Sum(fold => fold.FitTime.TotalSeconds));
        var start = $"trial {trial.Number + 1}{of}: {Describe(pipeline, trial)}, ";
        return trial.State switch
        {
            TrialState.Completed => $"{start}{metric} {Text.Number(trial.Score ?? double.NaN)}, {seconds} s"
                + (value.Best?.Number == trial.Number ? ", the best so far" : ""),
            TrialState.Pruned => $"{start}pruned: {trial.Reason}",
            _ => $"{start}failed: {trial.Reason}",
        };
    }

    private static string Duration(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time.Minutes}:{time:ss}";

    private static string Cut(string line)
    {
        line = line.ReplaceLineEndings(" ");
        return line.Length <= Width ? line : $"{line[..(Width - 1)]}…";
    }
}
