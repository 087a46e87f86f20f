using System.Text;

namespace MLNetDeep.Cli.Data;

/// <summary>Reads delimited records: quotes, doubled quotes, line breaks inside quotes, empty lines skipped.</summary>
internal sealed class CsvReader(TextReader reader, char delimiter, string fileName)
{
    private readonly StringBuilder _field = new();
    private long _nextLine = 1;
    private bool _hasRead;

    /// <summary>Line on which the record last read starts, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>True once a quoted field held a line break: the text loader must then be told.</summary>
    public bool HasMultilineFields { get; private set; }

    /// <summary>
    /// True when the record last read starts, without quotes, with a sign by which the text loader knows comments: // on any line,
    /// # up to the header. It skips such lines without a sound.
    /// </summary>
    public bool LooksLikeComment { get; private set; }

    /// <summary>Reads the next record that is not empty into <paramref name="fields"/>; false at the end.</summary>
    public bool Read(List<string> fields)
    {
        while (reader.Peek() >= 0)
        {
            fields.Clear();
            Line = _nextLine;
            var sign = reader.Peek();
            ReadRecord(fields);
            // The text loader skips empty lines only: one of spaces is a row of missing values to it.
            if (sign is '\r' or '\n')
                continue;
            LooksLikeComment = (sign == '#' && !_hasRead) || (sign == '/' && fields[0].StartsWith("//", StringComparison.Ordinal));
            _hasRead = true;
            return true;
        }
        return false;
    }

    private void ReadRecord(List<string> fields)
    {
        while (true)
        {
            _field.Clear();
            SkipSpaces();
            if (reader.Peek() == '"')
            {
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
                return;
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
