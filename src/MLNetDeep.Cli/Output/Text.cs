using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MLNetDeep.Cli.Output;

/// <summary>Numbers and tables as people read them.</summary>
internal static class Text
{
    /// <summary>Renders a table as plain text of the streams' width.</summary>
    public static void Render(CliStreams streams, IRenderable renderable)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = streams.Width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(renderable);
        foreach (var line in text.ToString().Split('\n'))
        {
            if (line.Trim().Length > 0)
                streams.Out.WriteLine(line.TrimEnd());
        }
    }

    /// <summary>A table without vertical lines and with narrow gaps: seven columns fit into 80 characters.</summary>
    public static Table Table(params string[] headings)
    {
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = false };
        for (var i = 0; i < headings.Length; i++)
        {
            var gap = new Padding(i == 0 ? 0 : 1, 0, 0, 0);
            var column = new TableColumn(new Spectre.Console.Text(headings[i])) { NoWrap = true, Padding = gap };
            table.AddColumn(i == 0 ? column.LeftAligned() : column.RightAligned());
        }
        return table;
    }

    public static void Row(this Table table, params string[] cells) =>
        table.AddRow(cells.Select(c => new Spectre.Console.Text(c)));

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
        var size = Math.Abs(mean);
        if (size < 0.0005)
            mean = 0;
        if (size >= 10_000)
            return $"{Short(mean)} ±{Short(deviation)}";
        var format = size switch { >= 1000 => "N0", >= 100 => "F1", >= 10 => "F2", _ => "F3" };
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

    /// <summary>A p-value to two decimals, or the bound it lies below.</summary>
    public static string PValue(double p) => p < 0.01 ? "p < 0.01" : string.Create(CultureInfo.InvariantCulture, $"p = {p:F2}");

    /// <summary>Writes a sentence, broken between words so that no line is wider than the streams.</summary>
    public static void WriteWrapped(CliStreams streams, string sentence, string firstIndent = "", string nextIndent = "")
    {
        var (line, indent) = ("", firstIndent);
        foreach (var word in sentence.Split(' '))
        {
            if (line.Length > 0 && indent.Length + line.Length + 1 + word.Length > streams.Width)
            {
                streams.Out.WriteLine(indent + line);
                (line, indent) = ("", nextIndent);
            }
            line += line.Length == 0 ? word : " " + word;
        }
        streams.Out.WriteLine(indent + line);
    }
}
