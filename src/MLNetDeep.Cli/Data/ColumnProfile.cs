namespace MLNetDeep.Cli.Data;

/// <summary>What one pass over a column found: counts, distinct values, and the first oddities for messages.</summary>
internal sealed class ColumnProfile(string name, int index)
{
    /// <summary>Above this many values a column cannot be categorical, nor a label hold classes; counting stops.</summary>
    public const int MaximumCategoryCount = 1000;

    private const int CountedValueLimit = 20_000;
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private double _previous;

    public string Name { get; } = name;

    public int Index { get; } = index;

    public long RowCount { get; private set; }

    public long MissingCount { get; private set; }

    public long FirstMissingRow { get; private set; }

    public long NumberCount { get; private set; }

    /// <summary>Values that hold more than one word.</summary>
    public long PhraseCount { get; private set; }

    public long WordCount { get; private set; }

    public bool HasOnlyIntegers { get; private set; } = true;

    /// <summary>Row and text of the first value that is no number.</summary>
    public (long Row, string Text) FirstText { get; private set; }

    /// <summary>Row of the first infinite number, 0 when there is none.</summary>
    public long FirstInfiniteRow { get; private set; }

    /// <summary>No value occurs twice and none is missing.</summary>
    public bool IsUnique { get; private set; } = true;

    /// <summary>The values are n, n + 1, n + 2, … with n 0 or 1: row numbers.</summary>
    public bool IsRowNumber { get; private set; } = true;

    public long PresentCount => RowCount - MissingCount;

    /// <summary>Every value there is, is a number.</summary>
    public bool IsNumeric => PresentCount > 0 && NumberCount == PresentCount;

    /// <summary>Value → rows, in order of first appearance; incomplete when there are very many.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    public int DistinctCount => _counts.Count;

    /// <summary>The distinct count as a person reads it: counting stops at some point.</summary>
    public string DistinctText => DistinctCount < CountedValueLimit ? $"{DistinctCount:N0}" : $"more than {CountedValueLimit:N0}";

    public void Add(string field, long row)
    {
        RowCount++;
        if (FieldValue.IsMissing(field))
        {
            MissingCount++;
            FirstMissingRow = FirstMissingRow == 0 ? row : FirstMissingRow;
            IsUnique = IsRowNumber = false;
            return;
        }
        Count(field);
        if (FieldValue.TryNumber(field, out var value))
            AddNumber(value, row);
        else
            AddText(field, row);
    }

    private void Count(string field)
    {
        if (_counts.TryGetValue(field, out var count))
            _counts[field] = count + 1;
        else if (_counts.Count < CountedValueLimit)
            _counts.Add(field, 1);
        if (IsUnique && !_seen.Add(field))
        {
            IsUnique = false;
            _seen.Clear();
        }
    }

    private void AddNumber(float value, long row)
    {
        NumberCount++;
        HasOnlyIntegers &= value == MathF.Floor(value) && float.IsFinite(value);
        IsRowNumber &= row == 1 ? value is 0 or 1 : value == _previous + 1;
        _previous = value;
        if (float.IsInfinity(value) && FirstInfiniteRow == 0)
            FirstInfiniteRow = row;
    }

    private void AddText(string field, long row)
    {
        HasOnlyIntegers = IsRowNumber = false;
        if (FirstText.Text == null)
            FirstText = (row, field);
        var words = field.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        WordCount += words;
        PhraseCount += words > 1 ? 1 : 0;
    }
}
