namespace MLNetDeep.Training;

/// <summary>What is counted over every training row, also of a table that is too large to hold.</summary>
internal sealed class InputCounts
{
    private readonly float[] _first; // the first value seen of each feature, NaN before
    private readonly float[] _second; // the second different one
    private readonly bool[] _hasMore;

    /// <summary>Counts nothing yet.</summary>
    /// <param name="featureCount">Numeric features, which come first in a raw row.</param>
    /// <param name="valueCounts">Values of each category.</param>
    public InputCounts(int featureCount, IReadOnlyList<int> valueCounts)
    {
        Missing = new long[featureCount];
        Minimum = new float[featureCount];
        Maximum = new float[featureCount];
        _first = new float[featureCount];
        _second = new float[featureCount];
        _hasMore = new bool[featureCount];
        Array.Fill(_first, float.NaN);
        Array.Fill(_second, float.NaN);
        Values = [.. valueCounts.Select(count => new long[count + 1])];
    }

    public long RowCount { get; private set; }

    public int FeatureCount => Missing.Length;

    /// <summary>Rows in which each feature is NaN.</summary>
    public long[] Missing { get; }

    /// <summary>The smallest value of each feature; 0 when it has none.</summary>
    public float[] Minimum { get; }

    /// <summary>The largest value of each feature; 0 when it has none.</summary>
    public float[] Maximum { get; }

    /// <summary>Rows with each value of each category; the missing ones first.</summary>
    public long[][] Values { get; }

    /// <summary>Whether a feature has at most two different values.</summary>
    public bool IsBinary(int feature) => !_hasMore[feature];

    /// <summary>Whether a feature has one value at most.</summary>
    public bool IsConstant(int feature) => Minimum[feature] == Maximum[feature];

    /// <summary>Counts some rows of a table.</summary>
    public static InputCounts Of(RawRows rawRows, ReadOnlySpan<int> rows, IReadOnlyList<int> valueCounts)
    {
        var counts = new InputCounts(rawRows.Width - valueCounts.Count, valueCounts);
        foreach (int row in rows)
            counts.Add(rawRows.CellsOf(row));
        return counts;
    }

    /// <summary>Counts one raw row.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        RowCount++;
        for (int i = 0; i < Missing.Length; i++)
            AddFeature(i, row[i]);
        for (int i = 0; i < Values.Length; i++)
            Values[i][(int)row[Missing.Length + i]]++;
    }

    private void AddFeature(int feature, float value)
    {
        if (float.IsNaN(value))
        {
            Missing[feature]++;
            return;
        }

        if (float.IsNaN(_first[feature]))
            _first[feature] = Minimum[feature] = Maximum[feature] = value;
        else if (value != _first[feature] && float.IsNaN(_second[feature]))
            _second[feature] = value;
        else if (value != _first[feature] && value != _second[feature])
            _hasMore[feature] = true;
        if (value < Minimum[feature])
            Minimum[feature] = value;
        if (value > Maximum[feature])
            Maximum[feature] = value;
    }
}
