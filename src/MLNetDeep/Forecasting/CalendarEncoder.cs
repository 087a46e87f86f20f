namespace MLNetDeep.Forecasting;

/// <summary>Turns times into sines and cosines.</summary>
internal static class CalendarEncoder
{
    private static readonly CalendarFeatures[] _all =
        [.. Enum.GetValues<CalendarFeatures>().Where(feature => feature != CalendarFeatures.None)];

    /// <summary>Numbers that a time becomes.</summary>
    public static int Width(CalendarFeatures features) =>
        _all.Where(feature => (features & feature) != 0).Sum(feature => 2 * Waves(feature));

    /// <summary>Writes the numbers of a time.</summary>
    /// <param name="features">Which.</param>
    /// <param name="ticks">The time.</param>
    /// <param name="destination">Shape [<see cref="Width"/>, or more].</param>
    public static void Encode(CalendarFeatures features, long ticks, Span<float> destination)
    {
        if (features == CalendarFeatures.None)
            return;
        var time = new DateTime(ticks);
        foreach (var feature in _all)
        {
            if ((features & feature) == 0)
                continue;
            EncodeCycle(Fraction(feature, time), Waves(feature), destination);
            destination = destination[(2 * Waves(feature))..];
        }
    }

    /// <summary>Writes a place in a cycle as waves: the cycle's own, one of half its length, and so on.</summary>
    /// <param name="fraction">The place, from 0 to below 1.</param>
    /// <param name="waves">How many.</param>
    /// <param name="destination">Shape [2 x waves, or more].</param>
    public static void EncodeCycle(double fraction, int waves, Span<float> destination)
    {
        for (var wave = 1; wave <= waves; wave++)
        {
            var (sine, cosine) = Math.SinCos(2 * Math.PI * wave * fraction);
            destination[(2 * wave) - 2] = (float)sine;
            destination[(2 * wave) - 1] = (float)cosine;
        }
    }

    /// <summary>What fits a step, as far as the series go on for two cycles.</summary>
    /// <param name="step">The step.</param>
    /// <param name="steps">Steps of the longest series.</param>
    public static CalendarFeatures Choose(TimeStep step, int steps)
    {
        const double Year = 365.2425;
        var span = step.Days * steps;
        var features = CalendarFeatures.None;
        if (step.Days < 1 && span >= 2)
            features |= CalendarFeatures.HourOfDay;
        if (step.Days < 7 && span >= 14)
            features |= CalendarFeatures.DayOfWeek;
        if (span >= 2 * Year && step.Days < Year / 2)
            features |= step.Unit == StepUnit.Months ? CalendarFeatures.MonthOfYear : CalendarFeatures.DayOfYear;
        return features;
    }

    // Days and weeks have sharper shapes than years.
    private static int Waves(CalendarFeatures feature) => feature switch
    {
        CalendarFeatures.HourOfDay or CalendarFeatures.DayOfWeek => 3,
        CalendarFeatures.DayOfYear or CalendarFeatures.MonthOfYear => 2,
        _ => 1,
    };

    /// <summary>Where in its cycle a time lies, from 0 to below 1.</summary>
    private static double Fraction(CalendarFeatures feature, DateTime time) => feature switch
    {
        CalendarFeatures.MinuteOfHour => time.Ticks % TimeSpan.TicksPerHour / (double)TimeSpan.TicksPerHour,
        CalendarFeatures.HourOfDay => time.Ticks % TimeSpan.TicksPerDay / (double)TimeSpan.TicksPerDay,
        CalendarFeatures.DayOfWeek => ((int)time.DayOfWeek + 6) % 7 / 7.0,
        CalendarFeatures.DayOfMonth => (time.Day - 1) / (double)DateTime.DaysInMonth(time.Year, time.Month),
        CalendarFeatures.DayOfYear => (time.DayOfYear - 1) / (DateTime.IsLeapYear(time.Year) ? 366.0 : 365.0),
        CalendarFeatures.MonthOfYear => (time.Month - 1) / 12.0,
        _ => (time.Month - 1) / 3 / 4.0,
    };
}
