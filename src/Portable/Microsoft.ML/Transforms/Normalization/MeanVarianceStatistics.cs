namespace Microsoft.ML.Transforms;

/// <summary>
/// Mean and variance by slot, of the values or of their logarithms, by Welford's running update. NaN and infinities count for
/// nothing; zeros are folded in at the end, and have no logarithm.
/// </summary>
internal sealed class MeanVarianceStatistics<T>(
    DataViewRow row, DataViewSchema.Column column, bool fixZero, bool useLog, bool useCdf)
    : NormalizerStatistics<T>(row, column)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double[] _mean = new double[column.Type.GetValueCount()];
    private readonly double[] _squares = new double[column.Type.GetValueCount()];
    private readonly long[] _counts = new long[column.Type.GetValueCount()];
    private readonly long[] _ignored = new long[column.Type.GetValueCount()];

    protected override void Add(T value, int slot)
    {
        if (T.IsZero(value))
            return;
        if (useLog)
            value = T.CreateTruncating(Math.Log(double.CreateTruncating(value)));
        if (!T.IsFinite(value))
        {
            _ignored[slot]++;
            return;
        }
        var x = double.CreateTruncating(value);
        var delta = x - _mean[slot];
        _mean[slot] += delta / ++_counts[slot];
        _squares[slot] += delta * (x - _mean[slot]);
    }

    public override NormalizerFunction Finish()
    {
        for (var slot = 0; !useLog && slot < Size; slot++)
            FoldInZeros(slot, Rows - _ignored[slot] - _counts[slot]);
        return useCdf ? FinishCdf() : FinishAffine();
    }

    private void FoldInZeros(int slot, long zeros)
    {
        if (zeros == 0)
            return;
        _counts[slot] += zeros;
        var delta = -_mean[slot];
        _mean[slot] += delta * zeros / _counts[slot];
        _squares[slot] += delta * -_mean[slot] * zeros;
    }

    private double Variance(int slot) => _squares[slot] / _counts[slot];

    private CdfNormalizer<T> FinishCdf()
    {
        var mean = new T[Size];
        var deviation = new T[Size];
        for (var slot = 0; slot < Size; slot++)
        {
            if (_squares[slot] == 0 || _counts[slot] == 0)
                continue;
            mean[slot] = T.CreateTruncating(_mean[slot]);
            deviation[slot] = T.CreateTruncating(Math.Sqrt(Variance(slot)));
        }
        return new CdfNormalizer<T>(useLog, mean, deviation);
    }

    // With zero fixed the scale is the root of the mean square, not of the variance.
    private AffineNormalizer<T> FinishAffine()
    {
        var scale = new T[Size];
        var offset = new T[Size];
        for (var slot = 0; slot < Size; slot++)
        {
            if (_squares[slot] == 0)
                continue;
            var spread = fixZero ? Variance(slot) + (_mean[slot] * _mean[slot]) : Variance(slot);
            scale[slot] = T.One / T.CreateTruncating(Math.Sqrt(spread));
            if (!fixZero && !T.IsZero(scale[slot]))
                offset[slot] = T.CreateTruncating(_mean[slot]);
        }
        return new AffineNormalizer<T>(scale, offset);
    }
}
