using System.Buffers;

namespace Microsoft.ML.Data;

/// <summary>Reads files row for row, without headers, comments and empty lines, and splits rows into fields in its buffer.</summary>
internal sealed class TextRows(IMultiStreamSource source, TextLoader.Options options, int lastNeeded, bool keepText) : IDisposable
{
    private const int BufferSize = 32 * 1024; // characters: below what makes an array a large object

    // Where texts are read, keepText, fields must outlive their row: then no buffer is filled twice.
    private readonly SearchValues<char> _separators = SearchValues.Create(options.Separators);
    private readonly int _lastField = options.ReadMultilines ? int.MaxValue - 1
        : options.InputSize > 0 ? Math.Min(lastNeeded, options.InputSize.Value - 1) : lastNeeded;
    private int _file = -1;
    private TextReader? _reader;
    private bool _atStart; // of a file: no row of it was read yet
    private bool _broken; // a field of the row is not well quoted
    private char[] _buffer = [];
    private int _start, _end; // the row's part of the buffer
    private int _next, _limit; // where the next line begins, and what is read after it
    private int[] _positions = new int[16];
    private (int Start, int End)[] _spans = new (int, int)[16]; // of the kept fields, within the row

    /// <summary>The number of the row, from 1, in its file; lines that are no rows count too.</summary>
    public long LineNumber { get; private set; }
    /// <summary>How many fields are kept: those with content, or all where the missing ones are wanted.</summary>
    public int Count { get; private set; }
    /// <summary>How many fields the row has, as far as they were looked at.</summary>
    public int Width { get; private set; }
    public bool IsBlank => RowEnd == 0;
    private Span<char> Row => _buffer.AsSpan(_start, _end - _start);
    private int RowEnd => options.TrimWhitespace ? ((ReadOnlySpan<char>)Row).TrimEnd().Length : _end - _start;

    public int PositionAt(int i) => _positions[i];
    public ReadOnlyMemory<char> FieldAt(int i) => _buffer.AsMemory(_start + _spans[i].Start, _spans[i].End - _spans[i].Start);

    /// <summary>The index among the kept fields of the first whose position is at least <paramref name="position"/>.</summary>
    public int Find(int position)
    {
        // Rows without empty fields keep field i at position i, the common case.
        if (position < Count && _positions[position] == position)
            return position;
        var found = Array.BinarySearch(_positions, 0, Count, position);
        return found >= 0 ? found : ~found;
    }

    /// <summary>Goes to the next row and splits it; false after the last one.</summary>
    public bool Read(bool skipHeaders)
    {
        try
        {
            while (_reader != null || OpenNext())
            {
                _start = _next;
                if (!ReadLine(0))
                {
                    Dispose();
                    _reader = null;
                    continue;
                }
                LineNumber++;
                if (Row.IsEmpty || Row.StartsWith("//") || (_atStart && Row[0] == '#'))
                    continue;
                Split();
                var isHeader = _atStart && skipHeaders;
                _atStart = false;
                if (!isHeader)
                    return true;
            }
            return false;
        }
        catch (IOException e)
        {
            throw Contracts.ExceptDecode(null, e, "Stream reading encountered exception");
        }
    }

    public void Dispose() => _reader?.Dispose();

    private bool OpenNext()
    {
        if (++_file >= source.Count)
            return false;
        _reader = source.OpenTextReader(_file);
        (_next, _limit, LineNumber, _atStart) = (0, 0, 0, true);
        return true;
    }

    // Sparse rows: the fields before the first "index:value" are dense. When the size of a row is not given, the last of them is the size
    // of the sparse part; so one field past the needed ones is read, as it may turn out to be that.
    private void Split()
    {
        (Count, _broken) = (0, false);
        var (next, end, position, previous, sparseStart) = (0, RowEnd, 0, -1, -1);
        var (sparse, keepsEmpty, needed) = (options.AllowSparse, options.MissingRealsAsNaNs && !options.AllowSparse, _lastField);
        var size = sparse ? options.InputSize ?? 0 : 0;
        for (var more = true; more;)
        {
            more = ReadField(ref next, ref end, out var first, out var last, out var index);
            if (index < 0)
            {
                if (sparseStart >= 0)
                    break;
                if (first < last || keepsEmpty)
                    Keep(position, first, last);
                if (position++ > (sparse ? needed : needed - 1))
                    break;
                continue;
            }
            if (sparseStart < 0 && size > 0)
            {
                sparseStart = position;
            }
            else if (sparseStart < 0)
            {
                if (Count == 0 || _positions[Count - 1] != position - 1
                    || !int.TryParse(FieldAt(Count - 1).Span, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size == 0)
                    break;
                sparseStart = _positions[--Count];
                size = (int)Math.Min((long)sparseStart + size, int.MaxValue - 1);
                needed = Math.Min(needed, size - 1);
            }
            if (index <= previous || index > needed - sparseStart)
                break;
            previous = index;
            if (first < last)
                Keep(sparseStart + index, first, last);
        }
        Width = sparseStart < 0 ? Math.Max(position, size) : size;
    }

    private void Keep(int position, int first, int last)
    {
        if (Count == _positions.Length)
        {
            Array.Resize(ref _positions, 2 * Count);
            Array.Resize(ref _spans, 2 * Count);
        }
        (_positions[Count], _spans[Count++]) = (position, (first, last));
    }

    // Reads the field that starts at "next" and moves that behind the separator; false when the row ended. The index is that of a
    // sparse item, or -1.
    private bool ReadField(ref int next, ref int end, out int first, out int last, out int index)
    {
        var row = Row;
        var at = SkipSpaces(row, next, end);
        index = -1;
        // The index of a sparse item has nine digits at most: they cannot overflow.
        var (number, colon) = (0, at);
        while (options.AllowSparse && colon < Math.Min(end, at + 9) && char.IsAsciiDigit(row[colon]))
            number = (10 * number) + row[colon++] - '0';
        if (colon > at && colon < end && row[colon] == ':')
            (index, at) = (number, SkipSpaces(row, colon + 1, end));
        first = last = at;
        if (at < end && row[at] == '"' && options.AllowQuoting)
        {
            first = last = ++at;
            ReadQuoted(ref at, ref end, ref last);
        }
        else if (at < end)
        {
            var rest = row[at..end];
            var length = options.Separators.Length == 1 ? rest.IndexOf(options.Separators[0]) : rest.IndexOfAny(_separators);
            at = last = length < 0 ? end : at + length;
        }
        next = at + 1;
        return at < end;
    }

    private int SkipSpaces(ReadOnlySpan<char> row, int at, int end)
    {
        while (at < end && row[at] == ' ' && !_separators.Contains(' '))
            at++;
        return at;
    }

    // Reads up to the closing quote and on to the separator, unescaping in place and taking further lines where they are allowed.
    // A field that is not well quoted counts as empty.
    private void ReadQuoted(ref int at, ref int end, ref int last)
    {
        var (first, closed) = (last, false);
        while (at < end || (options.ReadMultilines && !_broken && ReadContinuation(ref end)))
        {
            var c = _buffer[_start + at++];
            if (c == options.EscapeChar && at < end && (c != '"' || _buffer[_start + at] == '"'))
            {
                if (_buffer[_start + at] != '"')
                    _buffer[_start + last++] = c;
                c = _buffer[_start + at++];
            }
            else if (c == '"')
            {
                closed = true;
                break;
            }
            _buffer[_start + last++] = c;
        }
        for (; at < end && !_separators.Contains(_buffer[_start + at]); at++)
            closed &= _buffer[_start + at] == ' ';
        _broken |= !closed;
        if (!closed)
            last = first;
    }

    // Finds the end of the line that begins this far into the row, reading on where it must; false at the end of the file.
    private bool ReadLine(int begin)
    {
        int found;
        var scanned = begin;
        while ((found = _buffer.AsSpan(_start + scanned, _limit - _start - scanned).IndexOfAny('\r', '\n')) < 0)
        {
            scanned = _limit - _start;
            if (Fill())
                continue;
            _end = _next = _limit;
            return scanned > begin;
        }
        _end = _start + scanned + found;
        _next = _end + 1;
        if (_buffer[_end] == '\r' && (_next < _limit || Fill()) && _buffer[_next] == '\n')
            _next++;
        return true;
    }

    // Appends the next line to the row, the line end between them as one line feed.
    private bool ReadContinuation(ref int end)
    {
        var shift = _next - _end - 1; // 1 after a line end of two characters, -1 at the end of the file
        if (shift > 0)
            Row.CopyTo(_buffer.AsSpan(_start + shift));
        if (shift >= 0)
            _buffer[_next - 1] = '\n';
        _start += Math.Max(shift, 0);
        if (shift < 0 || !ReadLine(_next - _start))
        {
            throw new EndOfStreamException($"A quoted field opened on line {LineNumber - 1} was never closed, "
                + "and we've read to the last line in the file without finding the closing quote");
        }
        end = RowEnd;
        return true;
    }

    // Reads more behind the row, which moves to the front of the buffer; false at the end of the file.
    private bool Fill()
    {
        var kept = _buffer.AsSpan(_start, _limit - _start);
        if (keepText || 2 * kept.Length >= _buffer.Length)
            _buffer = new char[Math.Max(BufferSize, 2 * kept.Length)];
        kept.CopyTo(_buffer);
        (_start, _end, _next, _limit) = (0, _end - _start, _next - _start, kept.Length);
        var read = _reader!.Read(_buffer, _limit, _buffer.Length - _limit);
        _limit += read;
        return read > 0;
    }
}
