namespace MLNetDeep.Forecasting;

/// <summary>What corrections of bounds are made of: quantiles of misses, of steps near each other together.</summary>
internal static class MissQuantile
{
    // With fewer, all steps are taken together: the tails of one would be a few windows.
    private const int FewWindows = 100;

    /// <summary>The steps whose misses count for one: the first and the last of them.</summary>
    /// <param name="step">The step.</param>
    /// <param name="horizon">Steps that are forecast.</param>
    /// <param name="windowCount">Windows that there are misses of.</param>
    public static (int First, int Last) StepsNear(int step, int horizon, int windowCount)
    {
        var reach = windowCount < FewWindows ? horizon : horizon / 8;
        return (Math.Max(0, step - reach), Math.Min(horizon - 1, step + reach));
    }

    /// <summary>The ⌈n · share⌉-th smallest value, the largest where there are too few.</summary>
    /// <param name="values">At least one; they are sorted in place.</param>
    /// <param name="share">The share, which may be above 1.</param>
    public static float Of(Span<float> values, double share)
    {
        values.Sort();
        return values[Math.Clamp((int)Math.Ceiling((values.Length * share) - 1e-9), 1, values.Length) - 1];
    }
}
