using System.Globalization;
using System.Text;

namespace MLNetDeep.Comparison;

/// <summary>Numbers and plain tables as people read them.</summary>
internal static class NumberText
{
    /// <summary>The widest line.</summary>
    public const int Width = 80;

    /// <summary>Four significant figures: 0.8432, 56.12, 531.2, 12,345.</summary>
    public static string Number(double value)
    {
        var size = Math.Abs(value);
        var format = size switch { >= 1000 => "N0", >= 100 => "F1", >= 10 => "F2", >= 1 => "F3", _ => "F4" };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Mean ± deviation, the deviation to the mean's decimals, in at most eleven characters for usual values.</summary>
    public static string Spread(double mean, double deviation)
    {
        if (double.IsNaN(mean))
            return "–";
        var size = Math.Abs(mean);
        if (size < 0.0005)
            mean = 0;
        if (size >= 10_000)
            return double.IsNaN(deviation) ? Short(mean) : $"{Short(mean)} ±{Short(deviation)}";
        var format = size switch { >= 1000 => "N0", >= 100 => "F1", >= 10 => "F2", _ => "F3" };
        if (double.IsNaN(deviation))
            return mean.ToString(format, CultureInfo.InvariantCulture);
        var small = deviation.ToString(format, CultureInfo.InvariantCulture);
        var shown = small.StartsWith("0.", StringComparison.Ordinal) ? small[1..] : small;
        return $"{mean.ToString(format, CultureInfo.InvariantCulture)} ±{shown}";
    }

    public static string Seconds(double seconds) =>
        seconds.ToString(seconds switch { < 10 => "F2", < 100 => "F1", _ => "N0" }, CultureInfo.InvariantCulture);

    /// <summary>1,234 → 1.2k; 2,500,000 → 2.5M.</summary>
    public static string Short(double value) => Math.Abs(value) switch
    {
        >= 1e6 => (value / 1e6).ToString(Math.Abs(value) < 1e8 ? "F1" : "F0", CultureInfo.InvariantCulture) + "M",
        >= 1e3 => (value / 1e3).ToString(Math.Abs(value) < 1e5 ? "F1" : "F0", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("F0", CultureInfo.InvariantCulture),
    };

    public static string Bytes(long count) => count switch
    {
        >= 1_000_000 => (count / 1e6).ToString(count < 10_000_000 ? "F1" : "F0", CultureInfo.InvariantCulture) + " MB",
        >= 1_000 => (count / 1e3).ToString(count < 10_000 ? "F1" : "F0", CultureInfo.InvariantCulture) + " kB",
        _ => $"{count} B",
    };

    /// <summary>A p-value in a sentence: to three decimals, or the bound it lies below.</summary>
    public static string PValue(double p) => p < 0.001 ? "p < 0.001" : Invariant($"p = {p:0.000}");

    /// <summary>A p-value in a cell.</summary>
    public static string PCell(double p) => double.IsNaN(p) ? "–" : p < 0.001 ? "<.001" : Invariant($"{p:0.000}");

    /// <summary>Two significant figures of a percentage: 12 %, 3.4 %, 0.56 %.</summary>
    public static string Percent(double share)
    {
        var size = Math.Abs(100 * share);
        var format = size >= 9.95 ? "N0" : size >= 0.995 || size < 5e-5 ? "0.#" : "0.##";
        return (100 * share).ToString(format, CultureInfo.InvariantCulture) + " %";
    }

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Appends words, broken so that no line is too wide.</summary>
    public static void AppendWrapped(StringBuilder text, string sentence)
    {
        var line = "";
        foreach (var word in sentence.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                text.Append(line).Append('\n');
                line = "";
            }
            line += line.Length == 0 ? word : " " + word;
        }
        text.Append(line).Append('\n');
    }

    /// <summary>Appends a table: the first column to the left, the others to the right.</summary>
    /// <param name="text">Takes the table.</param>
    /// <param name="headings">The headings.</param>
    /// <param name="rows">The cells.</param>
    /// <param name="leastWidths">The columns' least widths; null where the cells alone decide.</param>
    public static void AppendTable(StringBuilder text, string[] headings, IReadOnlyList<string[]> rows, int[]? leastWidths = null)
    {
        int[] widths = [.. headings.Select((heading, i) =>
            rows.Select(row => row[i].Length).Append(heading.Length).Append(leastWidths?[i] ?? 0).Max())];
        AppendRow(headings);
        text.Append('─', widths.Sum() + widths.Length - 1).Append('\n');
        foreach (var row in rows)
            AppendRow(row);

        void AppendRow(string[] cells)
        {
            var padded = cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
            text.Append(string.Join(' ', padded).TrimEnd()).Append('\n');
        }
    }

    /// <summary>A name no longer than a column.</summary>
    public static string Cut(string name, int width) => name.Length <= width ? name : name[..(width - 1)] + "…";
}
