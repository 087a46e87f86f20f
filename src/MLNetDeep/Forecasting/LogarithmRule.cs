namespace MLNetDeep.Forecasting;

/// <summary>
/// Says whether the logarithms of a target are forecast: where its season grows with its level, as sales and passengers do.
/// </summary>
internal static class LogarithmRule
{
    private const double LeastGrowth = 1.5;
    private const double LeastSlope = 0.5;

    /// <summary>Whether logarithms suit a target in most of the series.</summary>
    /// <param name="all">The series.</param>
    /// <param name="width">Observed numbers of a step.</param>
    /// <param name="target">Which target.</param>
    /// <param name="season">The season; without one there is nothing that grows.</param>
    public static bool Suits(IReadOnlyList<SeriesSteps> all, int width, int target, int? season)
    {
        if (season is not { } length || !IsPositive(all, width, target))
            return false;
        return all.Count(series => Grows(series, width, target, length)) * 2 > all.Count;
    }

    /// <summary>Whether all values of a target are above 0.</summary>
    public static bool IsPositive(IReadOnlyList<SeriesSteps> all, int width, int target) => all.All(series =>
    {
        for (var index = target; index < series.Observed.Length; index += width)
        {
            if (series.Observed[index] <= 0)
                return false;
        }
        return true;
    });

    /// <summary>Puts logarithms in place of a target's values.</summary>
    public static void Apply(IReadOnlyList<SeriesSteps> all, int width, int target)
    {
        foreach (var series in all)
        {
            for (var index = target; index < series.Observed.Length; index += width)
                series.Observed[index] = Of(series.Observed[index]);
        }
    }

    /// <summary>The logarithm; what has none is missing.</summary>
    public static float Of(float value) => value > 0 ? MathF.Log(value) : float.NaN;

    /// <summary>Whether the deviations of a series' seasons grow about as their means do.</summary>
    private static bool Grows(SeriesSteps series, int width, int target, int season)
    {
        List<(double Mean, double Deviation)> blocks = [];
        for (var start = 0; start + season <= series.ObservedCount; start += season)
        {
            var moments = new Moments();
            moments.Add(series.Observed.AsSpan(start * width, season * width), width, target);
            if (moments.Count > season / 2 && moments.Deviation > 0)
                blocks.Add((Math.Log(moments.Mean), Math.Log(moments.Deviation)));
        }
        if (blocks.Count < 3 || blocks.Max(block => block.Mean) - blocks.Min(block => block.Mean) < Math.Log(LeastGrowth))
            return false;
        var (mean, deviation) = (blocks.Average(block => block.Mean), blocks.Average(block => block.Deviation));
        var products = blocks.Sum(block => (block.Mean - mean) * (block.Deviation - deviation));
        return products / blocks.Sum(block => Math.Pow(block.Mean - mean, 2)) >= LeastSlope;
    }
}
