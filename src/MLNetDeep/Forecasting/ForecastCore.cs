namespace MLNetDeep.Forecasting;

/// <summary>What makes a forecast from an encoded window: a rule or a network.</summary>
internal abstract class ForecastCore
{
    /// <summary>Makes a forecast.</summary>
    /// <param name="row">Shape [<see cref="ForecastWindow.RawWidth"/>].</param>
    /// <param name="lower">Takes the lower bounds before they are corrected. Shape [horizon, targets], as the next ones.</param>
    /// <param name="middle">Takes the forecast.</param>
    /// <param name="upper">Takes the upper bounds before they are corrected.</param>
    public abstract void Run(ReadOnlySpan<float> row, Span<float> lower, Span<float> middle, Span<float> upper);
}

/// <summary>Forecasts what was one season before; with a season of 1 the last value.</summary>
/// <param name="window">A season long.</param>
internal sealed class NaiveCore(ForecastWindow window) : ForecastCore
{
    public override void Run(ReadOnlySpan<float> row, Span<float> lower, Span<float> middle, Span<float> upper)
    {
        for (var step = 0; step < window.Horizon; step++)
            row.Slice(step % window.Lookback * window.ObservedWidth, window.TargetCount).CopyTo(middle[(step * window.TargetCount)..]);
        middle.CopyTo(lower);
        middle.CopyTo(upper);
    }
}
