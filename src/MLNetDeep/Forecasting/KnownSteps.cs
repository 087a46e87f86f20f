namespace MLNetDeep.Forecasting;

/// <summary>Tells at once which windows of a series have values enough.</summary>
internal sealed class KnownSteps
{
    private readonly ForecastWindow _window;
    private readonly int[] _missing; // steps before each that lack a target

    public KnownSteps(SeriesSteps series, ForecastWindow window)
    {
        _window = window;
        _missing = new int[series.ObservedCount + 1];
        for (var step = 0; step < series.ObservedCount; step++)
        {
            var targets = series.Observed.AsSpan(step * window.ObservedWidth, window.TargetCount);
            _missing[step + 1] = _missing[step] + (targets.IndexOf(float.NaN) < 0 ? 0 : 1);
        }
    }

    /// <summary>Whether at least half of the steps that are looked back on have all targets: less says little.</summary>
    public bool CanLookBack(int origin) => 2 * Missing(origin - _window.Lookback + 1, _window.Lookback) <= _window.Lookback;

    /// <summary>Whether no target is missing in the steps that follow.</summary>
    public bool IsFollowed(int origin) => origin + _window.Horizon < _missing.Length - 1 && Missing(origin + 1, _window.Horizon) == 0;

    private int Missing(int start, int count) => _missing[start + count] - _missing[start];
}
