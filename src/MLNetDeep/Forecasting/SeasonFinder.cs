namespace MLNetDeep.Forecasting;

/// <summary>Finds after how many steps series repeat themselves, by the autocorrelation of their differences.</summary>
internal static class SeasonFinder
{
    private const int LongestLag = 1500;
    private const int MostSteps = 20_000; // the last ones of a long series tell as much
    private const double Weakest = 0.4;

    /// <summary>Finds the seasons.</summary>
    /// <param name="all">The series.</param>
    /// <param name="width">Observed numbers of a step.</param>
    /// <param name="targetCount">Targets among them.</param>
    /// <returns>The season, and a shorter one inside it; null where there is none.</returns>
    public static (int? Season, int? Shorter) Find(IReadOnlyList<SeriesSteps> all, int width, int targetCount)
    {
        var longest = all.Max(series => Math.Min(series.ObservedCount, MostSteps));
        var lags = Math.Min(longest / 3, LongestLag);
        if (lags < 3)
            return (null, null);
        var sums = new double[lags + 1];
        var counts = new int[lags + 1];
        foreach (var series in all)
        {
            for (var target = 0; target < targetCount; target++)
                Add(Differences(series, width, target), sums, counts);
        }
        var correlations = sums.Select((sum, lag) => counts[lag] == 0 ? 0 : sum / counts[lag]).ToArray();
        var peaks = Enumerable.Range(2, lags - 2).Where(lag =>
            correlations[lag] > correlations[lag - 1] && correlations[lag] >= correlations[lag + 1]).ToArray();
        var best = peaks.Select(lag => correlations[lag]).DefaultIfEmpty(0).Max();
        if (best < Weakest)
            return (null, null);
        var season = peaks.First(lag => correlations[lag] >= 0.95 * best);
        var shorter = peaks.FirstOrDefault(lag =>
            lag >= 4 && lag < season && season % lag == 0 && correlations[lag] >= 0.6 * correlations[season]);
        return (season, shorter == 0 ? null : shorter);
    }

    /// <summary>Adds a series' autocorrelation at each lag, without what is missing.</summary>
    private static void Add(float[] differences, double[] sums, int[] counts)
    {
        double squares = 0;
        var known = 0;
        foreach (var value in differences)
        {
            if (float.IsNaN(value))
                continue;
            squares += value * value;
            known++;
        }
        if (squares == 0)
            return;
        var variance = squares / known;
        for (var lag = 1; lag < sums.Length; lag++)
        {
            double sum = 0;
            var pairs = 0;
            for (var index = lag; index < differences.Length; index++)
            {
                var product = differences[index] * differences[index - lag];
                if (float.IsNaN(product))
                    continue;
                sum += product;
                pairs++;
            }
            if (pairs < 2)
                continue;
            sums[lag] += sum / pairs / variance;
            counts[lag]++;
        }
    }

    /// <summary>The steps from value to value, less their mean; a trend is gone by that.</summary>
    private static float[] Differences(SeriesSteps series, int width, int target)
    {
        var count = Math.Min(series.ObservedCount, MostSteps);
        var start = series.ObservedCount - count;
        var differences = new float[Math.Max(count - 1, 0)];
        for (var index = 0; index < differences.Length; index++)
        {
            var place = ((start + index) * width) + target;
            differences[index] = series.Observed[place + width] - series.Observed[place];
        }
        var mean = ValueScale.Measure(differences, 1, 0).Mean;
        for (var index = 0; index < differences.Length; index++)
            differences[index] -= mean;
        return differences;
    }
}
