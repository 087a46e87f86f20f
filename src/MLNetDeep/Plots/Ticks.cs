using System.Globalization;

namespace MLNetDeep.Plots;

/// <summary>Chooses where an axis is marked, at numbers and dates that people like.</summary>
internal static class Ticks
{
    private static readonly TimeSpan[] Spans =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
        TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(7), TimeSpan.FromDays(14),
    ];

    private static readonly int[] Months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

    /// <summary>Multiples of 1, 2 or 5 times a power of ten, from at most the low end to at least the high one.</summary>
    public static IReadOnlyList<(double Value, string Text)> Numbers(double low, double high, int most)
    {
        var step = NiceStep((high - low) / most);
        var (first, last) = (Math.Floor(low / step), Math.Ceiling(high / step));
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)
            .Select(value => (value, Format(value, step)))];
    }

    /// <summary>Whole numbers between the ends.</summary>
    public static IReadOnlyList<(double Value, string Text)> Whole(double low, double high, int most)
    {
        var step = Math.Max(1, NiceStep((high - low) / most));
        return [.. Numbers(low, high, most).Where(tick => tick.Value >= low && tick.Value <= high && tick.Value == Math.Floor(tick.Value))
            .Select(tick => (tick.Value, Format(tick.Value, step)))];
    }

    /// <summary>Powers of ten between the ends, which are logarithms; with their 2- and 5-folds where there is room.</summary>
    public static IReadOnlyList<(double Value, string Text)> Powers(double low, double high, int most)
    {
        var (first, last) = ((int)Math.Ceiling(low - 1e-9), (int)Math.Floor(high + 1e-9));
        var step = Math.Max(1, (last - first + most) / most);
        double[] folds = (last - first + 1) * 3 <= most + 2 ? [1, 2, 5] : [1];
        var ticks = Enumerable.Range(first - 1, last - first + 2).Where(power => (power - first) % step == 0)
            .SelectMany(power => folds.Select(fold => (Value: power + Math.Log10(fold), Text: PowerText(fold, power))))
            .Where(tick => tick.Value >= low - 1e-9 && tick.Value <= high + 1e-9).ToArray();
        // Less than a decade may hold none or one of these: the ends tell more.
        return ticks.Length >= 2 ? ticks : [(low, EndText(low)), (high, EndText(high))];
    }

    /// <summary>Dates between the ends, in ticks.</summary>
    public static IReadOnlyList<(double Value, string Text)> Dates(double low, double high, int most)
    {
        var (from, to) = (new DateTime((long)low), new DateTime((long)high));
        var span = Array.Find(Spans, span => (high - low) / span.Ticks <= most);
        var dates = span > TimeSpan.Zero ? BySpan(from, to, span) : ByMonths(from, to, most);
        return [.. dates.Select(date => ((double)date.Ticks, Format(date, span)))];
    }

    /// <summary>From when to when an axis of dates reaches.</summary>
    public static string Span(double low, double high)
    {
        var (from, to) = (new DateTime((long)low), new DateTime((long)high));
        var format = from.TimeOfDay == TimeSpan.Zero && to.TimeOfDay == TimeSpan.Zero ? "d MMMM yyyy" : "d MMMM yyyy HH:mm";
        return $"{from.ToString(format, CultureInfo.InvariantCulture)} – {to.ToString(format, CultureInfo.InvariantCulture)}";
    }

    private static string PowerText(double fold, int power) => power is >= -4 and <= 5
        ? (fold * Math.Pow(10, power)).ToString(power >= 0 ? "N0" : $"F{-power}", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{fold}e{power}");

    private static string EndText(double logarithm) => Math.Pow(10, logarithm).ToString("G3", CultureInfo.InvariantCulture);

    private static double NiceStep(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * ((least / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }

    private static string Format(double value, double step)
    {
        if (Math.Abs(value) is >= 1e9 or (> 0 and < 1e-6))
            return value.ToString("0.##e0", CultureInfo.InvariantCulture);
        var decimals = Math.Clamp(-(int)Math.Floor(Math.Log10(step) + 1e-9), 0, 9);
        return (value == 0 ? 0 : value).ToString($"N{decimals}", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<DateTime> BySpan(DateTime from, DateTime to, TimeSpan span)
    {
        // Multiples of a week from day 0, which was a Monday.
        for (var ticks = (from.Ticks + span.Ticks - 1) / span.Ticks * span.Ticks; ticks <= to.Ticks; ticks += span.Ticks)
            yield return new DateTime(ticks);
    }

    private static IEnumerable<DateTime> ByMonths(DateTime from, DateTime to, int most)
    {
        var count = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        var step = Array.Find(Months, months => count / months <= most) is var found and > 0 ? found : Months[^1];
        for (var month = ((from.Year * 12) + from.Month - 1 + step - 1) / step * step; month / 12 <= to.Year; month += step)
        {
            var date = new DateTime(month / 12, (month % 12) + 1, 1);
            if (date >= from && date <= to)
                yield return date;
        }
    }

    private static string Format(DateTime date, TimeSpan span)
    {
        var format = date.TimeOfDay != TimeSpan.Zero ? (span < TimeSpan.FromMinutes(1) ? "HH:mm:ss" : "HH:mm")
            : span > TimeSpan.Zero && (date.Day != 1 || span < TimeSpan.FromDays(1)) ? "d MMM"
            : date.Month != 1 ? (span > TimeSpan.Zero ? "d MMM" : "MMM") : "yyyy";
        return date.ToString(format, CultureInfo.InvariantCulture);
    }
}
