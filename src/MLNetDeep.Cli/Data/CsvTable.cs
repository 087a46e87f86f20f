namespace MLNetDeep.Cli.Data;

/// <summary>A delimited file whose delimiter and header are known: streams its rows, checked for their width.</summary>
internal sealed class CsvTable
{
    private const int SampleCharacterCount = 1 << 16;
    private static readonly char[] Delimiters = [',', '\t', ';', '|'];
    private readonly DataFile _file;

    private CsvTable(DataFile file, char delimiter, IReadOnlyList<string> header)
    {
        _file = file;
        Delimiter = delimiter;
        Header = header;
    }

    /// <summary>The file's path as the user typed it.</summary>
    public string Name => _file.Name;

    /// <summary>Where the plain text lies.</summary>
    public string Path => _file.Path;

    public char Delimiter { get; }

    public IReadOnlyList<string> Header { get; }

    /// <summary>True when a quoted field holds a line break; known after all rows were read.</summary>
    public bool HasMultilineFields { get; private set; }

    public static CsvTable Open(DataFile file)
    {
        var delimiter = DetectDelimiter(file);
        using var text = new StreamReader(file.Path);
        var first = new List<string>();
        var reader = new CsvReader(text, delimiter, file.Name);
        if (!reader.Read(first))
            throw new CliException($"Data file '{file.Name}' is empty.");
        if (reader.LooksLikeComment)
            throw new CliException($"The header of '{file.Name}' (line {reader.Line:N0}) begins like a comment ('{first[0]}'), " +
                "and ML.NET's text loader would skip it: delete it if it is one, else put the name in quotes.");
        return new CsvTable(file, delimiter, CheckHeader(file.Name, first));
    }

    /// <summary>All rows after the header. The list is reused from row to row.</summary>
    public IEnumerable<CsvRow> Rows()
    {
        using var text = new StreamReader(_file.Path);
        var reader = new CsvReader(text, Delimiter, Name);
        var fields = new List<string>(Header.Count);
        reader.Read(fields);
        for (var number = 1L; reader.Read(fields); number++)
        {
            if (reader.LooksLikeComment)
                throw new CliException($"Row {number:N0} (line {reader.Line:N0}) of '{Name}' begins with //, " +
                    "and ML.NET's text loader would skip it as a comment: delete it if it is one, else put its first field in quotes.");
            if (fields.Count != Header.Count)
                throw new CliException($"Row {number:N0} (line {reader.Line:N0}) of '{Name}' has {Count(fields.Count, "field")}, " +
                    $"but the header names {Count(Header.Count, "column")}.");
            yield return new CsvRow(number, fields);
        }
        HasMultilineFields = reader.HasMultilineFields;
    }

    // The delimiter that splits the first records into the same number of fields, the larger number where several do.
    private static char DetectDelimiter(DataFile file)
    {
        using var text = new StreamReader(file.Path);
        var buffer = new char[SampleCharacterCount];
        var length = text.ReadBlock(buffer, 0, buffer.Length);
        var lines = new string(buffer, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // The last line of a full sample is cut off.
        var whole = length == buffer.Length && lines.Length > 1 ? lines[..^1] : lines;
        return Delimiters
            .Select(d => (Delimiter: d, Widths: whole.Take(50).Select(line => CountFields(line, d)).ToArray()))
            .Select(d => (d.Delimiter, Width: d.Widths.Length == 0 ? 1 : d.Widths[0], Same: d.Widths.Count(w => w == d.Widths[0])))
            .Where(d => d.Width > 1)
            .OrderByDescending(d => d.Same).ThenByDescending(d => d.Width)
            .Select(d => d.Delimiter)
            .FirstOrDefault(',');
    }

    private static int CountFields(string line, char delimiter)
    {
        var count = 1;
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
                quoted = !quoted;
            else if (c == delimiter && !quoted)
                count++;
        }
        return count;
    }

    private static string[] CheckHeader(string file, List<string> first)
    {
        // R writes row names under an empty heading.
        var names = first.Select((name, i) => name.Length == 0 ? $"column{i + 1}" : name).ToArray();
        var repeated = names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1);
        if (first.All(FieldValue.IsNumberOrMissing))
            throw new CliException($"'{file}' has no header: its first row holds values ('{first[0]}', …), " +
                "and column names are needed there.");
        if (repeated != null)
            throw new CliException($"'{file}' names two columns '{repeated.Key}': give each column its own name.");
        return names;
    }

    private static string Count(int count, string noun) => $"{count:N0} {noun}{(count == 1 ? "" : "s")}";
}

/// <summary>One row of a <see cref="CsvTable"/>.</summary>
/// <param name="Number">Position after the header, from 1.</param>
/// <param name="Fields">The fields, unquoted; valid until the next row is read.</param>
internal readonly record struct CsvRow(long Number, IReadOnlyList<string> Fields);
