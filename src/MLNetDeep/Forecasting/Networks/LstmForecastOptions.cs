using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>
/// Options of a forecaster whose encoder is long short-term memory (Hochreiter and Schmidhuber 1997, with forget gates as in cuDNN).
/// </summary>
/// <example>
/// <code>
/// var estimator = ml.Forecasting.ForecastByLstm(new LstmForecastOptions
/// {
///     InputColumnNames = ["Demand"],
///     TimeColumnName = "Time",
///     Horizon = 48,
///     LowerBoundColumnName = "Lower",
///     UpperBoundColumnName = "Upper",
/// });
/// </code>
/// </example>
public sealed record LstmForecastOptions : RecurrentForecastOptions
{
    private protected override RecurrentCell Cell => RecurrentCell.Lstm;
}
