using System.Text;
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

    internal override void Draw(StringBuilder svg)
    {
        var metric = Metric ?? Result.Options.RankBy;
        var title = Title.Length > 0 ? Title : $"{BacktestTable.ShortName(metric)} at each step of the horizon";
        var chart = new Chart(title, Width, Height) { IncludeZero = true, HorizontalName = "steps ahead" };
        for (var i = Result.Candidates.Count - 1; i >= 0; i--)
        {
            var outcome = Result.Candidates[i];
            var points = outcome.StepErrors.Select((errors, step) => (step + 1.0 + Result.Options.Gap, errors[metric])).ToArray();
            chart.AddLine(outcome.Name, Chart.Color(i), points, isDashed: outcome.IsReference);
        }
        chart.Draw(svg, [.. Result.Candidates.Select(c => c.Name)]);
    }
}
