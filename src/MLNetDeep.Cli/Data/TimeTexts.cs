using System.Globalization;

namespace MLNetDeep.Cli.Data;

/// <summary>Dates as files have them, and the dates that follow.</summary>
internal static class TimeTexts
{
    private const double MonthSlack = 0.02;

    /// <summary>Reads a column of dates: ISO and other invariant texts, or years with fractions, as R writes monthly series.</summary>
    public static DateTime[] Parse(string file, string column, IReadOnlyList<string> texts)
    {
        if (texts.All(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
        {
            return FromYears([.. texts.Select(text => double.Parse(text, CultureInfo.InvariantCulture))]) ?? throw new CliException(
                $"Time column '{column}' of '{file}' holds numbers that are no years: leave --time out, for rows in order.");
        }
        var times = new DateTime[texts.Count];
        for (var i = 0; i < texts.Count; i++)
        {
            const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            if (!DateTime.TryParse(texts[i], CultureInfo.InvariantCulture, Styles, out var time))
            {
                throw new CliException(
                    $"Time column '{column}' of '{file}' must hold dates such as 2024-01-31 13:30, but row {i + 1:N0} has '{texts[i]}'.");
            }
            times[i] = DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
        }
        return times;
    }

    /// <summary>A date, with its time where it has one.</summary>
    public static string Show(DateTime time) => time.ToString(
        time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : time.Second == 0 ? "yyyy-MM-dd HH:mm"
            : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The dates after the last one, at the step that most of them keep: months, working days, or a span of time.</summary>
    public static DateTime[] Continue(IReadOnlyList<DateTime> times, int count)
    {
        var last = times[^1];
        var pairs = times.Zip(times.Skip(1)).ToArray();
        if (pairs.Length == 0)
            return [.. Enumerable.Range(1, count).Select(i => last.AddDays(i))];
        var span = pairs.CountBy(pair => pair.Second - pair.First).MaxBy(pair => pair.Value).Key;
        var months = pairs.CountBy(pair => Month(pair.Second) - Month(pair.First)).MaxBy(pair => pair.Value);
        var day = times.Max(time => time.Day);
        var areMonths = span >= TimeSpan.FromDays(28) && months.Key > 0
            && times.All(time => time.Day == Math.Min(day, DateTime.DaysInMonth(time.Year, time.Month)));
        if (areMonths)
        {
            var first = new DateTime(last.Year, last.Month, 1, 0, 0, 0, DateTimeKind.Unspecified);
            return [.. Enumerable.Range(1, count).Select(i => first.AddMonths(months.Key * i))
                .Select(month => month.AddDays(Math.Min(day, DateTime.DaysInMonth(month.Year, month.Month)) - 1) + last.TimeOfDay)];
        }
        var skipsWeekends = span == TimeSpan.FromDays(1) && pairs.Length >= 10 && !times.Any(IsWeekend);
        var next = new List<DateTime>();
        for (var time = last + span; next.Count < count; time += span)
        {
            if (!skipsWeekends || !IsWeekend(time))
                next.Add(time);
        }
        return [.. next];
    }

    private static DateTime[]? FromYears(double[] years)
    {
        if (years.Any(year => year is < 1000 or >= 3000))
            return null;
        var months = Array.ConvertAll(years, year => year * 12);
        if (months.Any(month => Math.Abs(month - Math.Round(month)) > MonthSlack))
            return null;
        return Array.ConvertAll(months, month => (int)Math.Round(month)).Select(month =>
            new DateTime(month / 12, (month % 12) + 1, 1, 0, 0, 0, DateTimeKind.Unspecified)).ToArray();
    }

    private static int Month(DateTime time) => (time.Year * 12) + time.Month;

    private static bool IsWeekend(DateTime time) => time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
