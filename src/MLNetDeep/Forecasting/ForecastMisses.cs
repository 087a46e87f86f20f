using System.Runtime.InteropServices;

namespace MLNetDeep.Forecasting;

/// <summary>
/// By how much what followed windows lay outside of what was forecast, for each step and target; below 0 where it lay inside.
/// </summary>
internal sealed class ForecastMisses(ForecastWindow window)
{
    // More than this many errors make a quantile no better.
    private const int MostWindows = 20_000;

    private readonly (List<float> Below, List<float> Above)[] _misses =
        [.. Enumerable.Range(0, window.LabelCount).Select(_ => (new List<float>(), new List<float>()))];

    private int _windowCount;

    /// <summary>Adds windows.</summary>
    /// <param name="core">Makes the forecasts.</param>
    /// <param name="windows">Windows that it was not fitted to.</param>
    /// <param name="checkAlive">Throws when the user has cancelled.</param>
    public void Add(ForecastCore core, WindowSet windows, Action checkAlive)
    {
        var count = window.LabelCount;
        var (row, label) = (new float[window.RawWidth], new float[count]);
        var (lower, middle, upper) = (new float[count], new float[count], new float[count]);
        var stride = ((windows.Count - 1) / MostWindows) + 1;
        for (var index = windows.Count - 1; index >= 0; index -= stride)
        {
            if (++_windowCount % 256 == 0)
                checkAlive();
            windows.WriteRow(index, row);
            windows.WriteLabel(index, label);
            core.Run(row, lower, middle, upper);
            for (var place = 0; place < count; place++)
            {
                if (float.IsNaN(label[place]))
                    continue;
                _misses[place].Below.Add(lower[place] - label[place]);
                _misses[place].Above.Add(label[place] - upper[place]);
            }
        }
    }

    /// <summary>
    /// A band whose bounds move alike, by the share · (1 + 1 / windows) quantile of the larger miss (conformalised quantile regression,
    /// arXiv:1905.03222). Steps near each other are taken together.
    /// </summary>
    public ForecastBand Symmetric(double share)
    {
        var larger = Array.ConvertAll(_misses, miss => miss.Below.Zip(miss.Above, Math.Max).ToArray());
        var band = ForecastBand.None(window.LabelCount) with { WindowCount = _windowCount };
        for (var place = 0; place < larger.Length; place++)
        {
            var (step, target) = Math.DivRem(place, window.TargetCount);
            List<float> near = [];
            var (first, last) = MissQuantile.StepsNear(step, window.Horizon, _windowCount);
            for (var other = first; other <= last; other++)
                near.AddRange(larger[(other * window.TargetCount) + target]);
            band.Lower[place] = band.Upper[place] = Quantile(near, share * (1 + (1.0 / Math.Max(1, _windowCount)))) ?? 0;
        }
        return band;
    }

    /// <summary>A band of which half of the rest lies beyond each bound, as a point forecast with skewed misses needs it.</summary>
    public ForecastBand OneSided(double share)
    {
        var band = ForecastBand.None(window.LabelCount);
        for (var place = 0; place < _misses.Length; place++)
        {
            // A step that no window reaches is at least as uncertain as the one before.
            var before = place - window.TargetCount;
            band.Lower[place] = Side(_misses[place].Below) ?? (before < 0 ? 0 : band.Lower[before]);
            band.Upper[place] = Side(_misses[place].Above) ?? (before < 0 ? 0 : band.Upper[before]);
        }
        return band;

        float? Side(List<float> values) => Quantile(values, (1 + share) / 2 * (1 + (1.0 / Math.Max(1, values.Count))));
    }

    /// <summary>Null where there is none.</summary>
    private static float? Quantile(List<float> values, double share) =>
        values.Count == 0 ? null : MissQuantile.Of(CollectionsMarshal.AsSpan(values), share);
}
