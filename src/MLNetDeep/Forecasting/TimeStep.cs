using System.Globalization;
using System.Text.Json.Serialization;

namespace MLNetDeep.Forecasting;

/// <summary>What a step of a series is, by the clock or by the calendar.</summary>
internal enum StepUnit
{
    /// <summary>A span of time that is always as long.</summary>
    Ticks,

    /// <summary>Months, on one day of the month.</summary>
    Months,

    /// <summary>Days from Monday to Friday.</summary>
    WorkingDays,
}

/// <summary>The distance from one row of a series to the next.</summary>
/// <param name="Unit">What is counted.</param>
/// <param name="Length">How many of it; at least 1.</param>
/// <param name="Day">For months the day that they are counted from; a shorter month's last day stands for it.</param>
internal sealed record TimeStep(StepUnit Unit, long Length, int Day = 1)
{
    private const int WorkingDaysInWeek = 5;

    /// <summary>Whether a file's step makes sense.</summary>
    [JsonIgnore]
    public bool IsUsable => Enum.IsDefined(Unit) && Length >= 1 && Day is >= 1 and <= 31;

    /// <summary>About how long a step is, in days.</summary>
    [JsonIgnore]
    public double Days => Unit switch
    {
        StepUnit.Ticks => TimeSpan.FromTicks(Length).TotalDays,
        StepUnit.Months => Length * 365.2425 / 12,
        _ => 7.0 / WorkingDaysInWeek,
    };

    /// <summary>How many steps lie between two times; null when they are not a whole number of steps apart.</summary>
    public long? Between(long from, long to) => Unit switch
    {
        StepUnit.Ticks => Quotient(to - from),
        StepUnit.Months => MonthsBetween(new DateTime(from), new DateTime(to)),
        _ => WorkingDaysBetween(from, to),
    };

    /// <summary>The time some steps later.</summary>
    public long Add(long ticks, long steps)
    {
        switch (Unit)
        {
            case StepUnit.Ticks:
                return ticks + (Length * steps);
            case StepUnit.Months:
                var time = new DateTime(ticks);
                var month = new DateTime(time.Year, time.Month, 1).AddMonths((int)(Length * steps));
                var day = Math.Min(Day, DateTime.DaysInMonth(month.Year, month.Month));
                return month.AddDays(day - 1).Ticks + time.TimeOfDay.Ticks;
            default:
                var index = WorkingDay(ticks)!.Value + steps;
                var days = (index / WorkingDaysInWeek * 7) + (index % WorkingDaysInWeek);
                return (days * TimeSpan.TicksPerDay) + (ticks % TimeSpan.TicksPerDay);
        }
    }

    /// <summary>The step in words.</summary>
    public override string ToString() => Unit switch
    {
        StepUnit.Ticks => TimeSpan.FromTicks(Length).ToString("c", CultureInfo.InvariantCulture),
        StepUnit.Months => Length == 1 ? "a month" : string.Create(CultureInfo.InvariantCulture, $"{Length} months"),
        _ => "a working day",
    };

    /// <summary>A time as messages have it.</summary>
    public static string Show(long ticks) => new DateTime(ticks).ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <summary>The number of a working day, from a Monday on; null at a weekend.</summary>
    public static long? WorkingDay(long ticks)
    {
        var days = ticks / TimeSpan.TicksPerDay; // day 0, 1 January of the year 1, was a Monday
        return days % 7 < WorkingDaysInWeek ? (days / 7 * WorkingDaysInWeek) + (days % 7) : null;
    }

    private long? Quotient(long distance) => distance % Length == 0 ? distance / Length : null;

    private long? MonthsBetween(DateTime from, DateTime to)
    {
        var isOnDay = to.Day == Math.Min(Day, DateTime.DaysInMonth(to.Year, to.Month)) && to.TimeOfDay == from.TimeOfDay;
        return isOnDay ? Quotient(((to.Year - from.Year) * 12L) + to.Month - from.Month) : null;
    }

    private static long? WorkingDaysBetween(long from, long to) =>
        (to - from) % TimeSpan.TicksPerDay == 0 ? WorkingDay(to) - WorkingDay(from) : null;
}
