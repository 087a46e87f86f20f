namespace MLNetDeep.Scoring;

/// <summary>
/// The normal number of a value's rank, interpolated between the quantiles of the training rows from both sides and averaged, so that
/// a value that was there many times gets the middle of its ranks (as scikit-learn's QuantileTransformer does it). NaN becomes 0, the
/// median; so does everything in a constant column.
/// </summary>
internal sealed class QuantileScaler : NumericScaler
{
    /// <summary>Nearer than this to an end counts as beyond it; the same probability bounds the result.</summary>
    internal const double Threshold = 1e-7;

    internal static readonly double Bound = NormalDistribution.Quantile(1 - Threshold);

    private readonly float[] _quantiles; // [features, count], ascending
    private readonly int _features;
    private readonly int _count;

    public QuantileScaler(int featureCount, ReadOnlySpan<float> quantiles)
    {
        _quantiles = quantiles.ToArray();
        _features = featureCount;
        _count = quantiles.Length / featureCount;
    }

    public override void Run(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < _features; i++)
            y[i] = (float)Scale(x[i], _quantiles.AsSpan(i * _count, _count));
    }

    private static double Scale(double value, ReadOnlySpan<float> quantiles)
    {
        if (double.IsNaN(value) || quantiles[0] == quantiles[^1])
            return 0;
        if (value - Threshold < quantiles[0])
            return -Bound;
        if (value + Threshold > quantiles[^1])
            return Bound;
        // The quantiles on both sides: those below the value, and those not above it, bracket the ranks of an equal value.
        int firstNotBelow = CountBelow(quantiles, value, orEqual: false);
        int firstAbove = CountBelow(quantiles, value, orEqual: true);
        double fromBelow = firstNotBelow < quantiles.Length && quantiles[firstNotBelow] == value
            ? firstNotBelow
            : Between(quantiles, firstNotBelow - 1, value);
        double fromAbove = quantiles[firstAbove - 1] == value ? firstAbove - 1 : Between(quantiles, firstAbove - 1, value);
        double rank = 0.5 * (fromBelow + fromAbove) / (quantiles.Length - 1);
        return Math.Clamp(NormalDistribution.Quantile(rank), -Bound, Bound);
    }

    private static double Between(ReadOnlySpan<float> quantiles, int left, double value) =>
        left + (value - quantiles[left]) / ((double)quantiles[left + 1] - quantiles[left]);

    private static int CountBelow(ReadOnlySpan<float> quantiles, double value, bool orEqual)
    {
        (int low, int high) = (0, quantiles.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (quantiles[middle] < value || (orEqual && quantiles[middle] == value))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
