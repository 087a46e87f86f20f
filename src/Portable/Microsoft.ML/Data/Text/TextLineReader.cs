namespace Microsoft.ML.Data;

/// <summary>Reads the lines of several files one after the other, without headers, comments and empty lines.</summary>
internal sealed class TextLineReader(IMultiStreamSource source, TextFormat format, bool skipHeader) : IDisposable
{
    private int _file = -1;
    private TextReader? _reader;
    private bool _atStart;

    /// <summary>The number, from 1, of the line last read in its file; of its last line when it spans several.</summary>
    public long LineNumber { get; private set; }

    public string? Read()
    {
        for (; ; )
        {
            if (_reader == null)
            {
                if (++_file >= source.Count)
                    return null;
                _reader = source.OpenTextReader(_file);
                LineNumber = 0;
                _atStart = true;
            }

            var line = ReadRow();
            if (line == null)
            {
                _reader.Dispose();
                _reader = null;
            }
            else if (line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal) && !(_atStart && line[0] == '#'))
            {
                var isHeader = _atStart && skipHeader;
                _atStart = false;
                if (!isHeader)
                    return line;
            }
        }
    }

    public void Dispose() => _reader?.Dispose();

    private string? ReadRow()
    {
        try
        {
            var line = _reader!.ReadLine();
            LineNumber++;
            if (!format.ReadMultilines || string.IsNullOrEmpty(line) || line.StartsWith("//", StringComparison.Ordinal)
                || (_atStart && line[0] == '#'))
            {
                return line;
            }

            return EndsInsideQuotes(line, false) ? ReadContinued(line) : line;
        }
        catch (IOException e)
        {
            throw ((IExceptionContext?)null).ExceptDecode(e, "Stream reading encountered exception");
        }
    }

    private string ReadContinued(string first)
    {
        var opened = LineNumber;
        var row = new StringBuilder(first);
        for (var inside = true; inside;)
        {
            var line = _reader!.ReadLine() ?? throw new EndOfStreamException(
                $"A quoted field opened on line {opened - 1} was never closed, "
                + "and we've read to the last line in the file without finding the closing quote");
            LineNumber++;
            row.Append('\n').Append(line);
            inside = EndsInsideQuotes(line, true);
        }

        return row.ToString();
    }

    // Whether a line ends within a quoted field, given whether it began within one.
    private bool EndsInsideQuotes(string line, bool inside)
    {
        var skipSpaces = !format.Separators.Contains(' ');
        var at = 0;
        for (; ; )
        {
            if (!inside)
            {
                while (skipSpaces && at < line.Length && line[at] == ' ')
                    at++;
                if (at < line.Length && line[at] == '"')
                {
                    inside = true;
                    at++;
                }
            }

            while (inside && at < line.Length)
            {
                var c = line[at++];
                if (c == format.EscapeChar && at < line.Length && (c != '"' || line[at] == '"'))
                    at++;
                else if (c == '"')
                    inside = false;
            }

            if (inside)
                return true;
            var length = line.AsSpan(at).IndexOfAny(format.Separators);
            if (length < 0)
                return false;
            at += length + 1;
        }
    }
}
