using System.Globalization;

namespace MLNetDeep.Diagnosis;

/// <summary>Numbers and lists as findings say them.</summary>
internal static class Words
{
    /// <summary>More names than these make a sentence that nobody reads.</summary>
    private const int Named = 5;

    /// <summary>"a", "a and b", "a, b and c", "a, b, c, d, e and 7 more".</summary>
    public static string List(IReadOnlyCollection<string> items)
    {
        var shown = items.Count <= Named ? [.. items] : items.Take(Named).Append(Count(items.Count - Named) + " more").ToArray();
        return shown.Length == 1 ? shown[0] : $"{string.Join(", ", shown[..^1])} and {shown[^1]}";
    }

    /// <summary>"1 column", "1,234 columns".</summary>
    public static string Count(int count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Four significant digits: 0.4123, 56.12, 12,345, 1E-05.</summary>
    public static string Number(double value) =>
        value.ToString(Math.Abs(value) is >= 1000 and < 1e9 ? "N0" : "G4", CultureInfo.InvariantCulture);

    /// <summary>A share as 6.0%, 94%, below 0.1%.</summary>
    public static string Percent(double share) => (100 * share) switch
    {
        0 => "0%",
        < 0.1 => "less than 0.1%",
        >= 10 and < 99 or 100 => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0}%"),
        var percent => string.Create(CultureInfo.InvariantCulture, $"{Math.Min(percent, 99.9):F1}%"),
    };
}
