using MLNetDeep.Comparison;

namespace MLNetDeep.Cli.Output;

/// <summary>Shows a comparison's folds, and the epochs inside the MLP's folds.</summary>
internal sealed class ComparisonProgressLines(ProgressDisplay display, ComparisonTask task) : IProgress<ComparisonProgress>
{
    private ComparisonProgress? _current;

    public void Report(ComparisonProgress value)
    {
        _current = value;
        var done = value.Outcome == null ? 0 : 1;
        var text = $"{value.CandidateName}, fold {value.Fold} of {value.FoldCount}";
        display.Update(Fraction(value, done), text);
        if (value.Outcome is { } outcome && value.CandidateName != task.BaselineName)
            display.Milestone($"{text}: {task.Metrics[0].Name} {Text.Number(outcome.Values[0])}, " +
                $"{Text.Seconds(outcome.FitTime.TotalSeconds)} s");
    }

    public void OnEpoch(EpochReport epoch, string line)
    {
        if (_current is not { } current)
            return;
        var fraction = Fraction(current, (double)epoch.Epoch / epoch.EpochCount);
        display.Update(fraction, $"{current.CandidateName}, fold {current.Fold}: {line}");
    }

    private static double Fraction(ComparisonProgress at, double ofFold) =>
        (at.CandidateNumber - 1 + ((at.Fold - 1 + ofFold) / at.FoldCount)) / at.CandidateCount;
}
