using MLNetDeep.Comparison;

namespace MLNetDeep.Cli.Output;

/// <summary>Shows a backtest's candidates, and the epochs inside their fits.</summary>
internal sealed class BacktestProgressLines(ProgressDisplay display, BacktestMetric metric) : IProgress<BacktestProgress>
{
    private BacktestProgress? _current;

    public void Report(BacktestProgress value)
    {
        _current = value;
        var text = $"{value.CandidateName}, origin {value.Origin} of {value.OriginCount}";
        display.Update(Fraction(value, value.Errors is null ? 0 : 1), text);
        if (value.Errors is { } errors)
            display.Milestone($"{value.CandidateName}, {value.OriginCount} origins: {Text.Number(errors[metric])}");
    }

    public void OnEpoch(EpochReport epoch, string line)
    {
        if (_current is { } current)
            display.Update(Fraction(current, (double)epoch.Epoch / epoch.EpochCount),
                $"{current.CandidateName}, origin {current.Origin}: {line}");
    }

    private static double Fraction(BacktestProgress at, double ofFit) =>
        (at.CandidateNumber - 1 + ((at.Origin - 1 + ofFit) / at.OriginCount)) / at.CandidateCount;
}
