using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Options of a forecaster whose encoder has gated recurrent units (arXiv:1406.1078, as in cuDNN).</summary>
/// <example>
/// <code>
/// var estimator = ml.Forecasting.ForecastByGru(new GruForecastOptions
/// {
///     InputColumnNames = ["Demand"],
///     TimeColumnName = "Time",
///     Horizon = 48,
///     LowerBoundColumnName = "Lower",
///     UpperBoundColumnName = "Upper",
/// });
/// </code>
/// </example>
public sealed record GruForecastOptions : RecurrentForecastOptions
{
    private protected override RecurrentCell Cell => RecurrentCell.Gru;
}
