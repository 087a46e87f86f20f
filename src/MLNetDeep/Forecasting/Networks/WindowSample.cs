using MLNetDeep.Training;

namespace MLNetDeep.Forecasting;

/// <summary>Training windows, evenly spaced where they are many, and how far simple forecasts are from what followed them.</summary>
internal sealed class WindowSample
{
    private const double Epsilon = 1e-5; // WindowNormSpec's

    private readonly ForecastWindow _window;
    private readonly TensorTable _features;
    private readonly TensorTable _targets;
    private readonly int[] _rows;

    /// <param name="window">How a window lies.</param>
    /// <param name="rows">All windows.</param>
    /// <param name="mostNumbers">Most numbers of targets to look at.</param>
    public WindowSample(ForecastWindow window, FitRows rows, int mostNumbers)
    {
        (_window, _features, _targets) = (window, rows.Features.ToFloats(), rows.Targets);
        int most = Math.Max(1, mostNumbers / window.LabelCount);
        int step = (rows.TrainRows.Length + most - 1) / most;
        _rows = [.. rows.TrainRows.Where((_, i) => i % step == 0)];
    }

    public int Count => _rows.Length;

    /// <summary>The mean absolute error of a start.</summary>
    public double Error(ForecastNormalization normalization, int? season)
    {
        double sum = 0;
        foreach (int row in _rows)
            for (int label = 0; label < _window.LabelCount; label++)
                sum += Math.Abs(_targets.Row(row)[label] - Start(_features.Row(row), label, normalization, season));
        return sum / _rows.Length / _window.LabelCount;
    }

    /// <summary>For each number of a label how far truths lie from a start, in the unit that the network sees; ascending.</summary>
    public float[][] Residuals(ForecastNormalization normalization, int? season)
    {
        var residuals = new float[_window.LabelCount][];
        for (int label = 0; label < residuals.Length; label++)
        {
            residuals[label] = new float[_rows.Length];
            for (int i = 0; i < _rows.Length; i++)
            {
                ReadOnlySpan<float> row = _features.Row(_rows[i]);
                float scale = normalization == ForecastNormalization.MeanAndDeviation ? Moments(row, label % _window.TargetCount).Scale : 1;
                residuals[label][i] = (_targets.Row(_rows[i])[label] - Start(row, label, normalization, season)) / scale;
            }

            Array.Sort(residuals[label]);
        }

        return residuals;
    }

    /// <summary>
    /// How much the means of the quarters of a series differ: their standard deviation, averaged over targets and series. Windows of a
    /// series are in the order of time.
    /// </summary>
    public double QuarterDeviation()
    {
        bool hasSeries = _window.CategoryValueCounts.Length > 0;
        float Series(int row) => hasSeries ? _features.Row(row)[_window.FeatureCount] : 0;
        int[][] series = [.. _rows.GroupBy(Series).Select(group => group.ToArray())];
        return series.Where(rows => rows.Length >= 4).SelectMany(rows => Enumerable.Range(0, _window.TargetCount).Select(target =>
        {
            double[] means = [.. rows.Chunk((rows.Length + 3) / 4).Select(quarter => quarter.Average(row => _targets.Row(row)[target]))];
            return Math.Sqrt(means.Average(mean => Math.Pow(mean - means.Average(), 2)));
        })).DefaultIfEmpty(double.PositiveInfinity).Average();
    }

    private float Start(ReadOnlySpan<float> row, int label, ForecastNormalization normalization, int? season)
    {
        (int step, int target) = Math.DivRem(label, _window.TargetCount);
        if (season is { } length)
            return row[(_window.Lookback - length + step % length) * _window.ObservedWidth + target];
        return normalization switch
        {
            ForecastNormalization.LastValue => row[(_window.Lookback - 1) * _window.ObservedWidth + target],
            ForecastNormalization.MeanAndDeviation => Moments(row, target).Mean,
            _ => 0,
        };
    }

    private (float Mean, float Scale) Moments(ReadOnlySpan<float> row, int target)
    {
        double sum = 0, squares = 0;
        for (int at = target; at < _window.ObservedCount; at += _window.ObservedWidth)
        {
            sum += row[at];
            squares += (double)row[at] * row[at];
        }

        double mean = sum / _window.Lookback;
        return ((float)mean, (float)Math.Sqrt(Math.Max(0, squares / _window.Lookback - mean * mean) + Epsilon));
    }
}
