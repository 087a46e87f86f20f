namespace Microsoft.ML.Data;

/// <summary>Splits a line into its fields; keeps those with content, and their positions, until the next line.</summary>
internal sealed class TextFieldSplitter(TextFormat format, int lastNeeded)
{
    private readonly StringBuilder _unquoted = new();
    private readonly char[] _separators = format.Separators;
    private readonly bool _skipSpaces = !format.Separators.Contains(' ');
    private int[] _positions = new int[16];
    private ReadOnlyMemory<char>[] _fields = new ReadOnlyMemory<char>[16];

    public int Count { get; private set; }

    public int PositionAt(int i) => _positions[i];

    public ReadOnlyMemory<char> FieldAt(int i) => _fields[i];

    /// <summary>The index among the kept fields of the first whose position is at least <paramref name="position"/>.</summary>
    public int Find(int position)
    {
        // Lines without empty fields keep field i at position i, the common case.
        if (position < Count && _positions[position] == position)
            return position;
        var found = Array.BinarySearch(_positions, 0, Count, position);
        return found >= 0 ? found : ~found;
    }

    /// <summary>Splits a line and returns how many fields it has, as far as they were looked at.</summary>
    public int Split(ReadOnlyMemory<char> line)
    {
        Count = 0;
        var next = 0;
        if (format.AllowSparse)
            return SplitSparse(line);
        for (var position = 0; ; position++)
        {
            var more = Next(line, ref next, out var field, out _);
            if (!field.IsEmpty || format.MissingRealsAsNaNs)
                Keep(position, field);
            if (!more || position >= lastNeeded)
                return position + 1;
        }
    }

    // The fields before the first "index:value" are dense. When the format names no input size, the last of them is the size of the
    // sparse part.
    private int SplitSparse(ReadOnlyMemory<char> line)
    {
        var next = 0;
        var position = 0;
        var sparseStart = -1;
        var size = format.InputSize;
        for (var more = true; more;)
        {
            more = Next(line, ref next, out var field, out var index);
            if (index < 0)
            {
                if (sparseStart >= 0)
                    break;
                if (!field.IsEmpty)
                    Keep(position, field);
                // One field past the needed ones may still turn out to be the size of a sparse part.
                if (position++ > lastNeeded)
                    break;
                continue;
            }

            if (sparseStart < 0 && !StartSparse(position, ref sparseStart, ref size))
                break;
            var target = (long)sparseStart + index;
            if (target >= size || (Count > 0 && target <= _positions[Count - 1]))
                break;
            if (!field.IsEmpty && target <= lastNeeded)
                Keep((int)target, field);
        }

        return sparseStart < 0 ? Math.Max(position, size) : size;
    }

    private bool StartSparse(int position, ref int sparseStart, ref int size)
    {
        if (size > 0)
        {
            sparseStart = position;
            return true;
        }

        if (Count == 0 || _positions[Count - 1] != position - 1)
            return false;
        if (!int.TryParse(_fields[Count - 1].Span, NumberStyles.None, CultureInfo.InvariantCulture, out var sparseSize) || sparseSize == 0)
            return false;
        sparseStart = _positions[--Count];
        size = (int)Math.Min((long)sparseStart + sparseSize, int.MaxValue - 1);
        return true;
    }

    private void Keep(int position, ReadOnlyMemory<char> field)
    {
        if (Count == _positions.Length)
        {
            Array.Resize(ref _positions, 2 * Count);
            Array.Resize(ref _fields, 2 * Count);
        }

        _positions[Count] = position;
        _fields[Count++] = field;
    }

    // Reads the field that starts at "next" and moves it behind the separator; false when the line ended. The index is that of a
    // sparse item, or -1.
    private bool Next(ReadOnlyMemory<char> line, ref int next, out ReadOnlyMemory<char> field, out int index)
    {
        var span = line.Span;
        index = -1;
        SkipSpaces(span, ref next);
        if (format.AllowSparse)
        {
            index = SparseIndex(span, ref next);
            if (index >= 0)
                SkipSpaces(span, ref next);
        }

        if (next >= span.Length)
        {
            field = default;
            return false;
        }

        int end;
        if (span[next] == '"' && format.AllowQuoting)
        {
            end = ReadQuoted(span, next + 1, out var text);
            field = text.AsMemory();
        }
        else
        {
            var length = _separators.Length == 1 ? span[next..].IndexOf(_separators[0]) : span[next..].IndexOfAny(_separators);
            end = length < 0 ? span.Length : next + length;
            field = line[next..end];
        }

        next = Math.Min(end + 1, span.Length);
        return end < span.Length;
    }

    private void SkipSpaces(ReadOnlySpan<char> span, ref int next)
    {
        while (_skipSpaces && next < span.Length && span[next] == ' ')
            next++;
    }

    private static int SparseIndex(ReadOnlySpan<char> span, ref int next)
    {
        // Nine digits at most: they cannot overflow.
        var digits = 0;
        while (digits < 9 && next + digits < span.Length && char.IsAsciiDigit(span[next + digits]))
            digits++;
        if (digits == 0 || next + digits >= span.Length || span[next + digits] != ':')
            return -1;
        var index = int.Parse(span.Slice(next, digits), CultureInfo.InvariantCulture);
        next += digits + 1;
        return index;
    }

    // Reads up to the closing quote and on to the separator. A field that is not well quoted counts as empty.
    private int ReadQuoted(ReadOnlySpan<char> span, int start, out string text)
    {
        _unquoted.Clear();
        var escape = format.EscapeChar;
        var closed = false;
        var at = start;
        while (at < span.Length && !closed)
        {
            var c = span[at++];
            if (c == escape && at < span.Length && span[at] == '"')
            {
                _unquoted.Append('"');
                at++;
            }
            else if (c == escape && escape != '"' && at < span.Length)
            {
                _unquoted.Append(c).Append(span[at++]);
            }
            else if (c == '"')
            {
                closed = true;
            }
            else
            {
                _unquoted.Append(c);
            }
        }

        while (at < span.Length && !_separators.Contains(span[at]))
            closed &= span[at++] == ' ';
        text = closed ? _unquoted.ToString() : "";
        return at;
    }
}
