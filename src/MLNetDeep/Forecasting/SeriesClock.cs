namespace MLNetDeep.Forecasting;

/// <summary>How the times of series are counted.</summary>
/// <param name="Step">The step.</param>
/// <param name="UsesUtc">Whether times that have an offset are counted in UTC, not by the clock on the wall.</param>
/// <param name="Calendar">What the network is told of the calendar.</param>
internal sealed record SeriesClock(TimeStep Step, bool UsesUtc, CalendarFeatures Calendar)
{
    /// <summary>The time of a row.</summary>
    public long TicksOf(ForecastRow row) => UsesUtc ? row.UtcTicks : row.Ticks;

    /// <summary>How many steps lie between a row and the one after it.</summary>
    /// <exception cref="InvalidOperationException">Their order is wrong, or they are not a whole number of steps apart.</exception>
    public static long Distance(TimeStep step, long from, long to, string series)
    {
        var distance = step.Between(from, to);
        return distance is >= 1
            ? distance.Value
            : throw new InvalidOperationException(
                $"Times{Of(series)} must be whole steps of {step} apart, but {TimeStep.Show(from)} is followed by {TimeStep.Show(to)}.");
    }

    /// <summary>Names a series in a message, where there are several.</summary>
    public static string Of(string series) => series.Length == 0 ? "" : $" of series '{series}'";
}
