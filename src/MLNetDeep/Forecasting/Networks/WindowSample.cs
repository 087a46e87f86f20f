using MLNetDeep.Training;

namespace MLNetDeep.Forecasting;

/// <summary>Training windows, evenly spaced where they are many, and how far a plain forecast is from what followed them.</summary>
internal sealed class WindowSample
{
    /// <summary>Most numbers of targets that are looked at.</summary>
    private const int MostNumbers = 1 << 22;

    private const double Epsilon = 1e-5; // WindowNormSpec's

    private readonly ForecastWindow _window;
    private readonly TensorTable _features;
    private readonly TensorTable _targets;
    private readonly int[] _rows;

    /// <param name="window">How a window lies.</param>
    /// <param name="rows">All windows.</param>
    public WindowSample(ForecastWindow window, FitRows rows)
    {
        (_window, _features, _targets) = (window, rows.Features.ToFloats(), rows.Targets);
        int most = Math.Max(1, MostNumbers / window.LabelCount);
        int step = (rows.TrainRows.Length + most - 1) / most;
        _rows = [.. rows.TrainRows.Where((_, i) => i % step == 0)];
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
