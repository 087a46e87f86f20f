namespace MLNetDeep.Tasks;

/// <summary>How much each row counts in a measure.</summary>
/// <param name="values">Shape [rows], at least 0; empty when all rows count alike.</param>
internal readonly ref struct RowWeights(ReadOnlySpan<float> values)
{
    private readonly ReadOnlySpan<float> _values = values;

    /// <summary>The weight of a row.</summary>
    public double this[int row] => _values.IsEmpty ? 1 : _values[row];

    /// <summary>The weights of so many values, of which each row has as many.</summary>
    public double[] ToArray(int count)
    {
        var weights = new double[count];
        for (var index = 0; index < count; index++)
            weights[index] = _values.IsEmpty ? 1 : _values[(int)((long)index * _values.Length / count)];
        return weights;
    }
}

/// <summary>A weighted mean under way.</summary>
internal struct WeightedMean
{
    private double _sum;
    private double _weight;

    /// <summary>The mean so far; NaN before anything counts.</summary>
    public readonly double Value => _sum / _weight;

    public void Add(double value, double weight)
    {
        // A row that does not count must not bring in its NaN or infinity.
        if (weight == 0)
            return;
        _sum += value * weight;
        _weight += weight;
    }
}
