namespace MLNetDeep.Forecasting;

/// <summary>Chooses the plain forecast that a network begins with.</summary>
internal static class BaseRule
{
    private const int MostOrigins = 2000;
    private const double Stationary = 0.3;

    /// <summary>Chooses by the series' training parts.</summary>
    /// <param name="all">The series, scaled as they will be.</param>
    /// <param name="counts">Steps of each that may be looked at.</param>
    /// <param name="width">Observed numbers of a step.</param>
    /// <param name="targetCount">Targets among them.</param>
    /// <param name="horizon">Steps that are forecast.</param>
    /// <param name="season">The season, if any.</param>
    public static ForecastBase Choose(
        IReadOnlyList<SeriesSteps> all, IReadOnlyList<int> counts, int width, int targetCount, int horizon, int? season)
    {
        if (season is not { } length)
            return IsStationary(all, counts, width, targetCount) ? ForecastBase.Mean : ForecastBase.Last;
        Span<double> errors = stackalloc double[3];
        // A mean that wanders, as with a trend, is no forecast however far the others miss in these steps.
        if (!IsStationary(all, counts, width, targetCount))
            errors[(int)ForecastBase.Mean] = double.PositiveInfinity;
        for (var number = 0; number < all.Count; number++)
        {
            var series = all[number];
            var stride = Math.Max(1, counts[number] / MostOrigins);
            for (var origin = length - 1; origin + horizon < counts[number]; origin += stride)
                AddErrors(series, origin, width, targetCount, horizon, length, errors);
        }
        var best = errors.IndexOf(Math.Min(errors[0], Math.Min(errors[1], errors[2])));
        return errors[2] <= errors[best] ? ForecastBase.Season : (ForecastBase)best;
    }

    private static void AddErrors(
        SeriesSteps series, int origin, int width, int targetCount, int horizon, int season, Span<double> errors)
    {
        for (var target = 0; target < targetCount; target++)
        {
            var last = series.Observed[(origin * width) + target];
            for (var step = 1; step <= horizon; step++)
            {
                var truth = series.Observed[((origin + step) * width) + target];
                var before = series.Observed[((origin + 1 - season + ((step - 1) % season)) * width) + target];
                var deviation = series.Scales[target].Deviation;
                double mean = Math.Abs(truth - series.Scales[target].Mean), repeated = Math.Abs(truth - last);
                double seasonal = Math.Abs(truth - before);
                if (double.IsNaN(mean + repeated + seasonal))
                    continue;
                errors[(int)ForecastBase.Mean] += mean / deviation;
                errors[(int)ForecastBase.Last] += repeated / deviation;
                errors[(int)ForecastBase.Season] += seasonal / deviation;
            }
        }
    }

    /// <summary>Whether the quarters of most series have about the same mean.</summary>
    private static bool IsStationary(IReadOnlyList<SeriesSteps> all, IReadOnlyList<int> counts, int width, int targetCount)
    {
        double sum = 0;
        for (var number = 0; number < all.Count; number++)
        {
            var quarter = counts[number] / 4;
            if (quarter == 0)
                return false;
            for (var target = 0; target < targetCount; target++)
            {
                var means = new Moments();
                for (var part = 0; part < 4; part++)
                {
                    var moments = new Moments();
                    moments.Add(all[number].Observed.AsSpan(part * quarter * width, quarter * width), width, target);
                    if (moments.Count > 0)
                        means.Add([(float)(moments.Mean / all[number].Scales[target].Deviation)], 1, 0);
                }
                sum += means.Deviation;
            }
        }
        return sum / (all.Count * targetCount) < Stationary;
    }
}
