namespace MLNetDeep.Comparison;

/// <summary>One series of a backtest: a target column, or what one series' rows have in it.</summary>
/// <param name="Name">The series' identifier, the target's name, or both where there are several of both.</param>
/// <param name="Values">Its values, one for each step of the backtest; NaN where there is none.</param>
public sealed record BacktestSeries(string Name, IReadOnlyList<float> Values);
