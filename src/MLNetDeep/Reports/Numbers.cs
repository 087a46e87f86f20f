using System.Globalization;

namespace MLNetDeep.Reports;

/// <summary>Puts numbers into words of a length that suits tables.</summary>
internal static class Numbers
{
    /// <summary>What stands where there is no number.</summary>
    public const string None = "–";

    /// <summary>About four significant digits: 0.8432, 56.12, 12,345, 1.2e-5.</summary>
    public static string Show(double value) => value switch
    {
        double.NaN => None,
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        0 => "0",
        _ => Minus(Finite(value)),
    };

    /// <summary>A whole number with separators.</summary>
    public static string Count(long value) => Minus(value.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>A share in percent.</summary>
    public static string Percent(double share) =>
        double.IsFinite(share) ? share.ToString(share is > 0 and < 0.1 ? "0.0 %" : "0 %", CultureInfo.InvariantCulture) : None;

    /// <summary>A span of time in the unit that suits it.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        0 => "0 s",
        < 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0.##} µs"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms"),
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
    };

    /// <summary>A number of bytes.</summary>
    public static string Bytes(long count) => count switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.0} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.0} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} B"),
    };

    /// <summary>A moment, UTC.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Finite(double value)
    {
        var size = Math.Abs(value);
        var format = size switch
        {
            >= 1e7 or < 1e-3 => "0.###e0",
            >= 1000 => "N0",
            >= 100 => "F1",
            >= 10 => "F2",
            >= 1 => "F3",
            _ => "F4",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Minus(string text) => text.StartsWith('-') ? "−" + text[1..] : text;
}
