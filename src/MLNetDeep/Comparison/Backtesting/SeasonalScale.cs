namespace MLNetDeep.Comparison;

/// <summary>What repeating the last season misses on the average before each step: the unit of scaled errors.</summary>
internal sealed class SeasonalScale
{
    private readonly double[] _sums;
    private readonly int[] _counts;

    public SeasonalScale(float[] values, int season)
    {
        _sums = new double[values.Length + 1];
        _counts = new int[values.Length + 1];
        for (var step = 0; step < values.Length; step++)
        {
            var change = step < season ? double.NaN : Math.Abs((double)values[step] - values[step - season]);
            var isKnown = double.IsFinite(change);
            _sums[step + 1] = _sums[step] + (isKnown ? change : 0);
            _counts[step + 1] = _counts[step] + (isKnown ? 1 : 0);
        }
    }

    /// <summary>The mean over the steps before this one; NaN when there is none.</summary>
    public double Before(int step) => _sums[step] / _counts[step];
}
