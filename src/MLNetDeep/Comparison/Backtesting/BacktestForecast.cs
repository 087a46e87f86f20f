namespace MLNetDeep.Comparison;

/// <summary>What one candidate forecast from one origin for one series, and what came.</summary>
/// <param name="Origin">Position of the origin in <see cref="BacktestResult.Origins"/>.</param>
/// <param name="Series">Position of the series in <see cref="BacktestResult.Series"/>.</param>
/// <param name="FirstStep">The step that the first value is for: position in the series' values.</param>
/// <param name="Values">The forecasts, one for each step of the horizon.</param>
/// <param name="LowerBounds">Lower ends of the intervals; empty where the candidate gives none.</param>
/// <param name="UpperBounds">Upper ends of the intervals; empty where the candidate gives none.</param>
/// <param name="Actuals">What came; NaN where it is missing.</param>
public sealed record BacktestForecast(
    int Origin, int Series, int FirstStep, IReadOnlyList<float> Values, IReadOnlyList<float> LowerBounds, IReadOnlyList<float> UpperBounds,
    IReadOnlyList<float> Actuals);
