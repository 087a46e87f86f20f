using MLNetDeep.Comparison;

namespace MLNetDeep.Plots;

/// <summary>Draws how the errors of a backtest's forecasters grow with the step of the horizon.</summary>
/// <param name="Result">The backtest.</param>
public sealed record StepErrorPlot(BacktestResult Result) : SvgPlot
{
    /// <summary>The measure.</summary>
    /// <value>Default <see langword="null"/>: the one that ranked.</value>
    public BacktestMetric? Metric { get; init; }

    internal override void Validate(OptionRules rules) =>
        rules.Require(Metric is null || Enum.IsDefined(Metric.Value), nameof(Metric), "one of the measures", Metric);

    internal override void Draw(SvgCanvas canvas)
    {
        var metric = Metric ?? Result.Options.RankBy;
        var title = Title.Length > 0 ? Title : $"{BacktestTable.ShortName(metric)} at each step of the horizon";
        var layers = Result.Candidates.Select((outcome, i) => new LineLayer(
            [.. outcome.StepErrors.Select((errors, step) => (step + 1.0 + Result.Options.Gap, errors[metric]))])
        {
            Name = outcome.Name,
            Paint = Paint.Series(i),
            Dash = outcome.IsReference ? "6 4" : "",
        });
        new Chart([.. layers.Reverse()])
        {
            Title = title,
            Width = Width,
            Height = Height,
            X = new AxisSpec("steps ahead") { IsWhole = true },
            Y = new AxisSpec { IncludeZero = true },
            Legend = [.. Result.Candidates.Select(c => c.Name)],
        }.Draw(canvas);
    }
}
