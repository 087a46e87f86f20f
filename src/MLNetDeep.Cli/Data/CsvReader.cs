using System.Text;

namespace MLNetDeep.Cli.Data;

/// <summary>Reads delimited records: quotes, doubled quotes, line breaks inside quotes, blank lines skipped.</summary>
internal sealed class CsvReader(TextReader reader, char delimiter, string fileName)
{
    private readonly StringBuilder _field = new();
    private long _nextLine = 1;

    /// <summary>Line on which the record last read starts, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>True once a quoted field held a line break: the text loader must then be told.</summary>
    public bool HasMultilineFields { get; private set; }

    /// <summary>Reads the next record that is not blank into <paramref name="fields"/>; false at the end.</summary>
    public bool Read(List<string> fields)
    {
        while (reader.Peek() >= 0)
        {
            fields.Clear();
            Line = _nextLine;
            var quoted = ReadRecord(fields);
            if (fields.Count > 1 || quoted || fields[0].Length > 0)
                return true;
        }
        return false;
    }

    private bool ReadRecord(List<string> fields)
    {
        var anyQuoted = false;
        while (true)
        {
            _field.Clear();
            SkipSpaces();
            if (reader.Peek() == '"')
            {
                anyQuoted = true;
                ReadQuoted();
                fields.Add(_field.ToString());
                _field.Clear();
            }
            else
            {
                fields.Add("");
            }
            var end = ReadUnquoted();
            // What follows a closing quote is kept, as spreadsheets do.
            fields[^1] += _field.ToString().TrimEnd();
            if (end != delimiter)
                return anyQuoted;
        }
    }

    private void SkipSpaces()
    {
        while (reader.Peek() == ' ' && delimiter != ' ')
            reader.Read();
    }

    private int ReadUnquoted()
    {
        while (true)
        {
            var c = reader.Read();
            if (c == '\r' && reader.Peek() == '\n')
                c = reader.Read();
            if (c is '\n' or '\r')
                _nextLine++;
            if (c < 0 || c == delimiter || c is '\n' or '\r')
                return c;
            _field.Append((char)c);
        }
    }

    private void ReadQuoted()
    {
        var openedOn = _nextLine;
        reader.Read();
        while (true)
        {
            var c = reader.Read();
            if (c < 0)
                throw new CliException($"'{fileName}': the quote opened on line {openedOn:N0} is never closed.");
            if (c == '"' && reader.Peek() != '"')
                return;
            if (c == '"')
                reader.Read();
            if (c == '\n')
            {
                _nextLine++;
                HasMultilineFields = true;
            }
            _field.Append((char)c);
        }
    }
}
