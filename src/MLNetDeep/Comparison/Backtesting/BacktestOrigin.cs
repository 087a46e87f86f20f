namespace MLNetDeep.Comparison;

/// <summary>A moment from which all candidates forecast.</summary>
/// <param name="SeenSteps">How many steps had been seen; what is measured begins <see cref="BacktestOptions.Gap"/> steps later.</param>
/// <param name="Time">The time of the last step seen; null without a column of dates.</param>
/// <param name="IsFit">Whether the candidates were fitted anew for it.</param>
public sealed record BacktestOrigin(int SeenSteps, DateTime? Time, bool IsFit);
