using MLNetDeep.Comparison;

namespace MLNetDeep.Cli.Output;

/// <summary>Shows a comparison's folds, and the epochs inside the MLP's folds.</summary>
internal sealed class ComparisonProgressLines(ProgressDisplay display, ComparisonTask task) : IProgress<ComparisonProgress>
{
    private ComparisonProgress? _current;

    public void Report(ComparisonProgress value)
    {
        _current = value;
        var part = value.Fraction < 1 ? $", {value.Fraction:0.##} of the rows" : "";
        var text = $"{value.CandidateName}, fold {value.Fold} of {value.FoldCount}{part}";
        display.Update(value.Done, text);
        if (value.Outcome is { } outcome && value.CandidateName != task.BaselineName)
            display.Milestone($"{text}: {task.Metrics[0].Name} {Text.Number(outcome.Values[0])}, " +
                $"{Text.Seconds(outcome.FitTime.TotalSeconds)} s");
    }

    public void OnEpoch(EpochReport epoch, string line)
    {
        if (_current is not { } current)
            return;
        var done = current.Done + ((double)epoch.Epoch / epoch.EpochCount * current.Share);
        display.Update(done, $"{current.CandidateName}, fold {current.Fold}: {line}");
    }
}
