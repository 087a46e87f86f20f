namespace MLNetDeep.Forecasting;

/// <summary>
/// Where series are cut to judge forecasts: fit k learns from windows all of whose targets lie before its cut, and is judged by the windows
/// whose targets begin between its cut and the next one. So no target is both learned from and judged by.
/// </summary>
/// <param name="CutsOfSeries">The cuts of each series, ascending, as many for each.</param>
internal sealed record ForecastCuts(IReadOnlyList<int[]> CutsOfSeries)
{
    private const int FewWindows = 500;
    private const int FitsOfFew = 4;

    /// <summary>How many fits there are.</summary>
    public int Count => CutsOfSeries.Count == 0 ? 0 : CutsOfSeries[0].Length;

    /// <summary>Chooses the cuts.</summary>
    /// <param name="counts">Steps of each series.</param>
    /// <param name="windowCount">All windows.</param>
    /// <param name="window">Lookback, horizon and season.</param>
    /// <param name="share">The share of a series' windows that judge.</param>
    /// <param name="maySpread">Whether few windows may be judged by several fits, each with more of them.</param>
    public static ForecastCuts Choose(
        IReadOnlyList<int> counts, int windowCount, ForecastWindow window, double share, bool maySpread)
    {
        if (windowCount < FewWindows && maySpread && counts.Select(count => Spread(count, windowCount, window)).ToArray() is var spread
            && Array.TrueForAll(spread, cuts => cuts.Length == FitsOfFew))
        {
            return new(spread);
        }
        return new([.. counts.Select(count => new[] { Last(count, window, share) })]);
    }

    /// <summary>Whether a window may be learned from.</summary>
    public bool IsLearned(WindowPlace place, int fit, int horizon) => place.Origin + horizon < CutsOfSeries[place.Series][fit];

    /// <summary>Whether a window judges.</summary>
    public bool IsJudge(WindowPlace place, int fit)
    {
        var cuts = CutsOfSeries[place.Series];
        return place.Origin + 1 >= cuts[fit] && (fit == cuts.Length - 1 || place.Origin + 1 < cuts[fit + 1]);
    }

    private static int Last(int count, ForecastWindow window, double share)
    {
        var windows = count - window.Lookback - window.Horizon + 1;
        // Windows over the cut are neither learned from nor judged by; at least as many as judge are to be learned from.
        var most = (windows - (window.Horizon - 1)) / 2;
        var judges = Math.Clamp((int)Math.Round(windows * share), 1, Math.Max(1, most));
        return count - window.Horizon - judges + 1;
    }

    private static int[] Spread(int count, int windowCount, ForecastWindow window)
    {
        var last = count - window.Horizon;
        var judged = Math.Max(window.Horizon + (window.SeasonLength ?? 0), (count - window.Lookback - window.Horizon + 1) / 4);
        var first = Math.Max(window.Lookback + window.Horizon + Math.Max(8, windowCount / 6), last - judged);
        return last - first < FitsOfFew
            ? []
            : [.. Enumerable.Range(0, FitsOfFew).Select(fit => first + ((last - first) * fit / (FitsOfFew - 1)))];
    }
}
