namespace MLNetDeep.Forecasting;

/// <summary>What the bounds of each step and target are moved outwards by, in scaled units; below 0 where they were wide.</summary>
/// <param name="Lower">For the lower bounds. Shape [horizon, targets], as the other.</param>
/// <param name="Upper">For the upper bounds.</param>
internal sealed record ForecastBand(float[] Lower, float[] Upper)
{
    // More than this many errors make a quantile no better.
    private const int MostWindows = 20_000;

    /// <summary>Bounds as they are.</summary>
    public static ForecastBand None(int count) => new(new float[count], new float[count]);

    /// <summary>Whether a file's band makes sense.</summary>
    public bool IsUsable(int count) =>
        Lower.Length == count && Upper.Length == count && Array.TrueForAll(Lower, float.IsFinite) && Array.TrueForAll(Upper, float.IsFinite);

    /// <summary>Finds out how far bounds must be moved to hold the share of what followed some windows.</summary>
    /// <param name="core">Makes the forecasts.</param>
    /// <param name="windows">Windows that it was not fitted to.</param>
    /// <param name="share">The share that shall lie inside.</param>
    /// <param name="isSymmetric">
    /// Whether both bounds move alike, by the ⌈(n + 1) · share⌉-th smallest miss (arXiv:1905.03222); otherwise each so that half of the
    /// rest lies beyond it, which a point forecast with skewed errors needs.
    /// </param>
    /// <param name="checkAlive">Throws when the user has cancelled.</param>
    public static ForecastBand Fit(ForecastCore core, WindowSet windows, double share, bool isSymmetric, Action checkAlive)
    {
        var window = windows.Encoder.Window;
        var count = window.LabelCount;
        var (row, label) = (new float[window.RawWidth], new float[count]);
        var (lower, middle, upper) = (new float[count], new float[count], new float[count]);
        var misses = Enumerable.Range(0, count).Select(_ => (Below: new List<float>(), Above: new List<float>())).ToArray();
        var stride = ((windows.Count - 1) / MostWindows) + 1;
        for (var index = windows.Count - 1; index >= 0; index -= stride)
        {
            if (index % 256 == 0)
                checkAlive();
            windows.WriteRow(index, row);
            windows.WriteLabel(index, label);
            core.Run(row, lower, middle, upper);
            for (var place = 0; place < count; place++)
            {
                if (float.IsNaN(label[place]))
                    continue;
                misses[place].Below.Add(lower[place] - label[place]);
                misses[place].Above.Add(label[place] - upper[place]);
            }
        }
        return isSymmetric ? Symmetric(misses, share) : OneSided(misses, (1 + share) / 2, window.TargetCount);
    }

    private static ForecastBand Symmetric((List<float> Below, List<float> Above)[] misses, double share)
    {
        var margins = Array.ConvertAll(misses, each => Quantile([.. each.Below.Zip(each.Above, Math.Max)], share) ?? 0);
        return new ForecastBand(margins, [.. margins]);
    }

    private static ForecastBand OneSided((List<float> Below, List<float> Above)[] misses, double share, int targetCount)
    {
        var band = None(misses.Length);
        for (var place = 0; place < misses.Length; place++)
        {
            // A step that no window reaches is at least as uncertain as the one before.
            var before = place - targetCount;
            band.Lower[place] = Quantile(misses[place].Below, share) ?? (before < 0 ? 0 : band.Lower[before]);
            band.Upper[place] = Quantile(misses[place].Above, share) ?? (before < 0 ? 0 : band.Upper[before]);
        }
        return band;
    }

    /// <summary>The ⌈(n + 1) · share⌉-th smallest value, the largest where there are too few; null where there is none.</summary>
    private static float? Quantile(List<float> values, double share)
    {
        if (values.Count == 0)
            return null;
        values.Sort();
        return values[Math.Min((int)Math.Ceiling(((values.Count + 1) * share) - 1e-9), values.Count) - 1];
    }
}
