namespace Microsoft.ML.Trainers.FastTree.Binning;

/// <summary>The training features turned from rows to columns; zeros are not kept, so wide one-hot data stay small.</summary>
internal sealed class FeatureValues
{
    private readonly int[][] _rows;
    private readonly float[][] _values;
    private readonly int[] _sizes;

    public FeatureValues(int featureCount)
    {
        _rows = new int[featureCount][];
        _values = new float[featureCount][];
        _sizes = new int[featureCount];
        Array.Fill(_rows, []);
        Array.Fill(_values, []);
    }

    public int FeatureCount => _sizes.Length;

    public int RowCount { get; private set; }

    /// <summary>The rows, rising, in which a feature is not zero.</summary>
    public ReadOnlySpan<int> RowsOf(int feature) => _rows[feature].AsSpan(0, _sizes[feature]);

    /// <summary>The feature's values in those rows.</summary>
    public ReadOnlySpan<float> ValuesOf(int feature) => _values[feature].AsSpan(0, _sizes[feature]);

    /// <summary>Appends a row of finite values.</summary>
    /// <param name="indices">The feature of every value; empty when the row is dense.</param>
    public void Add(ReadOnlySpan<float> values, ReadOnlySpan<int> indices)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != 0) Append(indices.IsEmpty ? i : indices[i], values[i]);
        }
        RowCount = checked(RowCount + 1);
    }

    private void Append(int feature, float value)
    {
        var size = _sizes[feature]++;
        if (size == _rows[feature].Length)
        {
            Array.Resize(ref _rows[feature], Math.Max(16, 2 * size));
            Array.Resize(ref _values[feature], Math.Max(16, 2 * size));
        }
        _rows[feature][size] = RowCount;
        _values[feature][size] = value;
    }

    /// <summary>Frees a feature's values once they are binned.</summary>
    public void Release(int feature)
    {
        _rows[feature] = [];
        _values[feature] = [];
        _sizes[feature] = 0;
    }
}
