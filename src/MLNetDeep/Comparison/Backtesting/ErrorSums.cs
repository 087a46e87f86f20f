namespace MLNetDeep.Comparison;

/// <summary>Adds up the errors of forecasts.</summary>
/// <param name="confidenceLevel">The share that bounds shall cover.</param>
internal sealed class ErrorSums(double confidenceLevel)
{
    private readonly double _tail = (1 - confidenceLevel) / 2;
    private int _count;
    private double _absolute;
    private double _squared;
    private double _symmetric;
    private (int Count, double Sum) _percentage;
    private (int Count, double Sum) _scaled;
    private int _boundCount;
    private int _covered;
    private double _pinball;
    private double _width;

    /// <summary>Adds one forecast.</summary>
    /// <param name="value">What came.</param>
    /// <param name="forecast">What was forecast.</param>
    /// <param name="bounds">The bounds; null where there are none.</param>
    /// <param name="scale">What errors of this series are divided by for the scaled error; NaN or 0 for none.</param>
    public void Add(double value, double forecast, (double Lower, double Upper)? bounds, double scale)
    {
        var error = Math.Abs(forecast - value);
        _count++;
        _absolute += error;
        _squared += error * error;
        _symmetric += error == 0 ? 0 : 200 * error / (Math.Abs(forecast) + Math.Abs(value));
        if (value != 0)
            _percentage = (_percentage.Count + 1, _percentage.Sum + (100 * error / Math.Abs(value)));
        if (scale > 0)
            _scaled = (_scaled.Count + 1, _scaled.Sum + (error / scale));
        if (bounds is not var (lower, upper))
            return;
        _boundCount++;
        _covered += value >= lower && value <= upper ? 1 : 0;
        _width += upper - lower;
        _pinball += (Pinball(value, lower, _tail) + (error / 2) + Pinball(value, upper, 1 - _tail)) / 3;
    }

    public ForecastErrors ToErrors() => new()
    {
        Count = _count,
        MeanAbsoluteError = _absolute / _count,
        RootMeanSquaredError = Math.Sqrt(_squared / _count),
        MeanAbsolutePercentageError = _percentage.Sum / _percentage.Count,
        SymmetricMeanAbsolutePercentageError = _symmetric / _count,
        MeanAbsoluteScaledError = _scaled.Sum / _scaled.Count,
        PinballLoss = _pinball / _boundCount,
        Coverage = (double)_covered / _boundCount,
        MeanWidth = _width / _boundCount,
    };

    private static double Pinball(double value, double quantile, double level) =>
        value >= quantile ? level * (value - quantile) : (1 - level) * (quantile - value);
}
