namespace MLNetDeep.Comparison;

/// <summary>How far forecasts were off, on the average of those that have a value to be set against.</summary>
/// <remarks>A measure that cannot be had, such as that of bounds where there are none, is NaN.</remarks>
public sealed record ForecastErrors
{
    internal ForecastErrors()
    {
    }

    /// <summary>Number of values that were forecast and are known.</summary>
    public int Count { get; internal init; }

    /// <summary>Mean of |forecast − value|.</summary>
    public double MeanAbsoluteError { get; internal init; } = double.NaN;

    /// <summary>Root of the mean of (forecast − value)².</summary>
    public double RootMeanSquaredError { get; internal init; } = double.NaN;

    /// <summary>Mean of 100 · |forecast − value| / |value|, in percent; values of 0 are left out.</summary>
    public double MeanAbsolutePercentageError { get; internal init; } = double.NaN;

    /// <summary>
    /// Mean of 200 · |forecast − value| / (|forecast| + |value|), in percent, from 0 to 200, as the M4 competition defines it (Makridakis
    /// et al., International Journal of Forecasting 36, 2020); 0 where both are 0.
    /// </summary>
    public double SymmetricMeanAbsolutePercentageError { get; internal init; } = double.NaN;

    /// <summary>
    /// Mean of |forecast − value| in units of what repeating the last season missed on the average in the steps before the origin
    /// (Hyndman and Koehler, International Journal of Forecasting 22, 2006). Below 1 is better than that was. Series without change
    /// before the origin are left out.
    /// </summary>
    public double MeanAbsoluteScaledError { get; internal init; } = double.NaN;

    /// <summary>
    /// Mean of the pinball losses of lower bound, forecast and upper bound as quantiles, each at its level: with a confidence of 0.9 at
    /// 0.05, 0.5 and 0.95 (Koenker and Bassett, Econometrica 46, 1978).
    /// </summary>
    public double PinballLoss { get; internal init; } = double.NaN;

    /// <summary>Share of the values that lie between the bounds or on them, from 0 to 1.</summary>
    public double Coverage { get; internal init; } = double.NaN;

    /// <summary>Mean of upper bound − lower bound.</summary>
    public double MeanWidth { get; internal init; } = double.NaN;

    /// <summary>One of the measures.</summary>
    /// <param name="metric">Which.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such measure.</exception>
    public double this[BacktestMetric metric] => metric switch
    {
        BacktestMetric.MeanAbsoluteError => MeanAbsoluteError,
        BacktestMetric.RootMeanSquaredError => RootMeanSquaredError,
        BacktestMetric.MeanAbsolutePercentageError => MeanAbsolutePercentageError,
        BacktestMetric.SymmetricMeanAbsolutePercentageError => SymmetricMeanAbsolutePercentageError,
        BacktestMetric.MeanAbsoluteScaledError => MeanAbsoluteScaledError,
        BacktestMetric.PinballLoss => PinballLoss,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, null),
    };
}
