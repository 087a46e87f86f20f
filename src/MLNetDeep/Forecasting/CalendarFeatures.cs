namespace MLNetDeep;

/// <summary>
/// What a forecaster is told of the calendar: each is a sine and a cosine of where in the cycle a step lies, so that the end of a cycle
/// is near its beginning.
/// </summary>
[Flags]
public enum CalendarFeatures
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Minutes and seconds in the hour.</summary>
    MinuteOfHour = 1,

    /// <summary>Hours, with their minutes, in the day.</summary>
    HourOfDay = 2,

    /// <summary>Whole days in the week, from Monday.</summary>
    DayOfWeek = 4,

    /// <summary>Whole days in the month, by the month's length.</summary>
    DayOfMonth = 8,

    /// <summary>Whole days in the year, by the year's length.</summary>
    DayOfYear = 16,

    /// <summary>Whole months in the year.</summary>
    MonthOfYear = 32,

    /// <summary>Quarters in the year.</summary>
    QuarterOfYear = 64,
}
