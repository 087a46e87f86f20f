using Microsoft.ML.Runtime;

namespace MLNetDeep.Forecasting;

/// <summary>Learns nothing but how far such forecasts are off.</summary>
internal sealed class NaiveMethod(NaiveForecastOptions options) : ForecastMethod(ForecastColumns.Of(options))
{
    public override string Name => options.SeasonLength == 1 ? "RepeatLast" : "SeasonalNaive";

    public override ForecastModel Fit(SeriesTable table, IHost host, Action checkAlive)
    {
        RequireValues(table);
        var window = new ForecastWindow(options.SeasonLength, options.Horizon, Columns.Targets.Count)
        {
            SeasonLength = options.SeasonLength == 1 ? null : options.SeasonLength,
        };
        var longest = table.Series.Max(series => series.Count);
        if (longest <= window.Lookback)
        {
            throw new InvalidOperationException(
                $"Some series must have more than SeasonLength ({Show(window.Lookback)}) rows, but the longest has {Show(longest)}.");
        }
        var known = new KnownEncoder(0, table.Clock, []);
        foreach (var series in table.Series)
        {
            series.Complete(known);
            series.Scales = Array.ConvertAll(Scales(series, series.Count), scale => scale.ToExact());
        }
        var core = new NaiveCore(window);
        var encoder = new WindowEncoder(window, [], []) { IsExact = true };
        var windows = new WindowSet(table.Series, encoder, [.. Places(table.Series, window)]);
        var misses = new ForecastMisses(window);
        misses.Add(core, windows, checkAlive);
        return new ForecastModel
        {
            Columns = Columns,
            Encoder = encoder,
            Core = core,
            Band = misses.OneSided(options.ConfidenceLevel),
            ConfidenceLevel = options.ConfidenceLevel,
            Known = known,
            Logarithms = new bool[window.TargetCount],
            Histories = Histories(table.Series, window, table.Clock),
        };
    }

    /// <summary>All windows that at least one step follows, and in which every target is known.</summary>
    private static IEnumerable<WindowPlace> Places(IReadOnlyList<SeriesSteps> all, ForecastWindow window)
    {
        for (var number = 0; number < all.Count; number++)
        {
            var known = new KnownSteps(all[number], window);
            for (var origin = window.Lookback - 1; origin < all[number].Count - 1; origin++)
            {
                if (known.CanLookBack(origin))
                    yield return new WindowPlace(number, origin);
            }
        }
    }
}
