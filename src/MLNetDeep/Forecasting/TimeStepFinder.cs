namespace MLNetDeep.Forecasting;

/// <summary>Finds the step of series from their times.</summary>
internal static class TimeStepFinder
{
    /// <summary>
    /// Whether rows with a UTC offset are to be counted in UTC: below a day, where clocks that are put back repeat an hour.
    /// </summary>
    public static bool PrefersUtc(IEnumerable<IReadOnlyList<long>> utcTimes)
    {
        var shortest = Distances(utcTimes).DefaultIfEmpty(long.MaxValue).Min();
        return shortest < TimeSpan.FromHours(20).Ticks; // the shortest day of a clock that is put forward has 23
    }

    /// <summary>Finds the step.</summary>
    /// <param name="series">The times of each series, ascending.</param>
    /// <exception cref="InvalidOperationException">No series has two rows.</exception>
    public static TimeStep Find(IReadOnlyList<IReadOnlyList<long>> series)
    {
        var distances = Distances(series).ToArray();
        if (distances.Length == 0)
            throw new InvalidOperationException("Some series must have at least two rows, to find the step between times, but none has.");
        var shortest = distances.Min();
        if (shortest >= TimeSpan.FromDays(28).Ticks && FindMonths(series) is { } months)
            return months;
        if (shortest == TimeSpan.TicksPerDay && AreWorkingDays(series, distances))
            return new TimeStep(StepUnit.WorkingDays, 1);
        // Gaps are multiples of the step that most rows keep; of equally frequent ones the shortest.
        var usual = distances.CountBy(distance => distance).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
        return new TimeStep(StepUnit.Ticks, usual);
    }

    private static IEnumerable<long> Distances(IEnumerable<IReadOnlyList<long>> series) =>
        series.SelectMany(times => Enumerable.Range(1, Math.Max(times.Count - 1, 0)).Select(index => times[index] - times[index - 1]));

    private static TimeStep? FindMonths(IReadOnlyList<IReadOnlyList<long>> series)
    {
        var all = series.SelectMany(times => times).Select(ticks => new DateTime(ticks)).ToArray();
        var day = all.Max(time => time.Day);
        if (all.Any(time => time.Day != Math.Min(day, DateTime.DaysInMonth(time.Year, time.Month)) || time.TimeOfDay != all[0].TimeOfDay))
            return null;
        long length = 0;
        foreach (var times in series)
        {
            for (var index = 1; index < times.Count; index++)
                length = CommonDivisor(length, Month(times[index]) - Month(times[index - 1]));
        }
        return new TimeStep(StepUnit.Months, length, day);

        static long Month(long ticks)
        {
            var time = new DateTime(ticks);
            return (time.Year * 12L) + time.Month;
        }
    }

    private static bool AreWorkingDays(IReadOnlyList<IReadOnlyList<long>> series, long[] distances)
    {
        // At least two weekends, since any few days may happen to have none.
        var weekends = distances.Count(distance => distance >= 3 * TimeSpan.TicksPerDay);
        var phase = series.First(times => times.Count > 0)[0] % TimeSpan.TicksPerDay;
        return weekends >= 2
            && series.All(times => times.All(ticks => TimeStep.WorkingDay(ticks) is not null && ticks % TimeSpan.TicksPerDay == phase));
    }

    private static long CommonDivisor(long a, long b) => b == 0 ? a : CommonDivisor(b, a % b);
}
