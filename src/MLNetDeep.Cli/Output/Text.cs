using MLNetDeep.Comparison;
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
    public static string Number(double value) => NumberText.Number(value);

    public static string Seconds(double seconds) => NumberText.Seconds(seconds);

    /// <summary>1,234 → 1.2k; 2,500,000 → 2.5M.</summary>
    public static string Short(double value) => NumberText.Short(value);

    public static string Bytes(long count) => NumberText.Bytes(count);

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
