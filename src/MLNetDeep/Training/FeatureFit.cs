using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>Learns the tensors of an input normalisation, one column after the other.</summary>
internal sealed class FeatureFit
{
    /// <summary>Standard deviation of the noise that parts equal values while quantiles are taken (TabM's experiments).</summary>
    private const double QuantileNoise = 1e-5;

    private readonly InputNormalizationSpec _spec;
    private readonly InputCounts _counts;
    private readonly float[] _median; // features, then the columns of small categories
    private readonly float[] _scale;
    private readonly float[] _mean;
    private readonly float[] _quantiles;

    public FeatureFit(InputNormalizationSpec spec, InputCounts counts)
    {
        _spec = spec;
        _counts = counts;
        int columns = counts.FeatureCount + (spec.Scaling == NumericScaling.RobustSmoothClip ? spec.SmallCategoryWidth : 0);
        _median = new float[columns];
        _scale = new float[columns];
        _mean = new float[counts.FeatureCount];
        _quantiles = new float[counts.FeatureCount * spec.QuantileCount];
    }

    /// <summary>How many quantiles of a column are kept: TabM's clip(rows / 30, 10, 1000), and no more than there are rows.</summary>
    public static int QuantileCount(int rows) => Math.Max(2, Math.Min(rows, Math.Clamp(rows / 30, 10, 1000)));

    /// <summary>Learns one feature.</summary>
    /// <param name="column">Its number.</param>
    /// <param name="values">Its values that are not missing, in the order of the rows; they change places.</param>
    /// <param name="random">Where the noise comes from.</param>
    public void Learn(int column, Span<float> values, FitRandom random)
    {
        if (_spec.Scaling == NumericScaling.Quantile)
        {
            LearnQuantiles(column, values, random);
            return;
        }

        if (values.IsEmpty)
            return; // 0 and scale 0: such a column says nothing
        if (_spec.Scaling == NumericScaling.Standardize)
            (_mean[column], _scale[column]) = Moments(values);
        _median[column] = (float)OrderStatistics.Quantile(values, 0.5);
        if (_spec.Scaling == NumericScaling.RobustSmoothClip)
        {
            double spread = OrderStatistics.Quantile(values, 0.75) - OrderStatistics.Quantile(values, 0.25);
            _scale[column] = RobustScale(spread, (double)_counts.Maximum[column] - _counts.Minimum[column]);
        }

        if (_counts.IsConstant(column))
            _scale[column] = 0;
    }

    /// <summary>All tensors of the layer, by name.</summary>
    public IReadOnlyDictionary<string, float[]> Tensors()
    {
        if (_spec.Scaling == NumericScaling.RobustSmoothClip)
            LearnCategories();
        return new Dictionary<string, float[]>
        {
            ["median"] = _median,
            ["scale"] = _scale,
            ["mean"] = _mean,
            ["quantiles"] = _quantiles,
        };
    }

    /// <summary>RealMLP scales the columns of small categories like features; their order statistics follow from the counts.</summary>
    private void LearnCategories()
    {
        int column = _counts.FeatureCount;
        for (int i = 0; i < _spec.Categories.Count; i++)
        {
            long[] values = _counts.Values[i];
            switch (_spec.Categories[i].Encoding)
            {
                case CategoryEncoding.Binary:
                    LearnColumn(column++, [(-1, values[1]), (0, values[0]), (1, values[2])]);
                    break;
                case CategoryEncoding.OneHot:
                    foreach (long ones in values.AsSpan(1))
                        LearnColumn(column++, [(0, _counts.RowCount - ones), (1, ones)]);
                    break;
            }
        }
    }

    private void LearnColumn(int column, (float Value, long Count)[] groups)
    {
        (float Value, long Count)[] present = [.. groups.Where(group => group.Count > 0)];
        double At(long index)
        {
            foreach ((float value, long count) in present)
            {
                if (index < count)
                    return value;
                index -= count;
            }

            return present[^1].Value;
        }

        _median[column] = (float)Quantile(_counts.RowCount, At, 0.5);
        _scale[column] = RobustScale(
            Quantile(_counts.RowCount, At, 0.75) - Quantile(_counts.RowCount, At, 0.25), (double)present[^1].Value - present[0].Value);
    }

    private void LearnQuantiles(int column, ReadOnlySpan<float> values, FitRandom random)
    {
        if (values.IsEmpty || _counts.IsConstant(column))
            return; // equal quantiles: the column becomes 0
        RandomNumbers noise = random.For(RandomUse.QuantileNoise, column);
        double[] noisy = new double[values.Length];
        for (int i = 0; i < noisy.Length; i++)
            noisy[i] = values[i] + QuantileNoise * noise.Normal();
        Array.Sort(noisy);
        Span<float> quantiles = _quantiles.AsSpan(column * _spec.QuantileCount, _spec.QuantileCount);
        for (int i = 0; i < quantiles.Length; i++)
            quantiles[i] = (float)Quantile(noisy.Length, index => noisy[index], i / (quantiles.Length - 1.0));
    }

    private static (float Mean, float Scale) Moments(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += value;
        double mean = sum / values.Length;
        double squares = 0;
        foreach (float value in values)
            squares += (value - mean) * (value - mean);
        double deviation = Math.Sqrt(squares / values.Length);
        return ((float)mean, deviation > 0 ? (float)Math.Min(1 / deviation, float.MaxValue) : 0);
    }

    /// <summary>One over the distance of the quartiles; where that is 0, over half the range; 0 for a constant column.</summary>
    private static float RobustScale(double spread, double range) =>
        (float)Math.Min(spread > 0 ? 1 / spread : range > 0 ? 2 / range : 0, float.MaxValue);

    /// <summary>Linear interpolation between order statistics, as NumPy does by default.</summary>
    private static double Quantile(long count, Func<long, double> at, double share)
    {
        double position = share * (count - 1);
        long below = (long)position;
        double rest = position - below;
        return rest == 0 ? at(below) : at(below) + (at(below + 1) - at(below)) * rest;
    }
}
