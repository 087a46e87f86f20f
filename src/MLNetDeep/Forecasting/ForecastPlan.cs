using System.Globalization;

namespace MLNetDeep.Forecasting;

/// <summary>All that is decided about series before a network is fitted to their windows.</summary>
/// <param name="Encoder">How windows are encoded.</param>
/// <param name="Known">What is known in advance.</param>
/// <param name="Logarithms">For each target, whether its logarithm is forecast.</param>
/// <param name="Places">All windows that can be learned from.</param>
/// <param name="Cuts">Which are learned from and which judge; none where nothing is to be judged.</param>
internal sealed record ForecastPlan(
    WindowEncoder Encoder, KnownEncoder Known, IReadOnlyList<bool> Logarithms, IReadOnlyList<WindowPlace> Places, ForecastCuts Cuts)
{
    public ForecastWindow Window => Encoder.Window;

    /// <summary>Decides, and makes the series ready: scaled, their logarithms taken.</summary>
    /// <param name="table">The series.</param>
    /// <param name="options">What the user said.</param>
    /// <param name="maySpread">Whether few windows may be judged by several fits.</param>
    /// <exception cref="InvalidOperationException">There are too few rows, or no logarithms.</exception>
    public static ForecastPlan Make(SeriesTable table, ForecastOptions options, bool maySpread)
    {
        var columns = ForecastColumns.Of(options);
        var (all, width, targets) = (table.Series, columns.ObservedWidth, columns.Targets.Count);
        int[] counts = [.. all.Select(series => series.ObservedCount)];
        var (season, shorter) = options.SeasonLength is { } given
            ? (given == 1 ? null : given, null)
            : SeasonFinder.Find(all, width, targets);
        bool[] logarithms = [.. Enumerable.Range(0, targets).Select(target => TakesLogarithm(table, options, columns, target, season))];
        for (var target = 0; target < targets; target++)
        {
            if (logarithms[target])
                LogarithmRule.Apply(all, width, target);
        }
        var known = MakeKnown(table, options, columns, season, shorter);
        var window = new ForecastWindow(
            Lookback(options, counts, season), options.Horizon, targets, columns.Past.Count, known.Width)
        {
            SeasonLength = season,
            ShortSeasonLength = shorter,
            CategoryValueCounts = [.. columns.Series is null ? [] : new[] { all.Count }, .. table.StaticValueCounts],
        };
        var places = FindPlaces(all, window);
        if (places.Count == 0)
        {
            throw new InvalidOperationException(
                $"A lookback of {Show(window.Lookback)} and a horizon of {Show(window.Horizon)} need "
                + $"{Show(window.Lookback + window.Horizon)} rows with targets in some series, but the longest has {Show(counts.Max())}.");
        }
        var share = options.ValidationFraction ?? options.UsualValidationFraction;
        var cuts = share == 0 ? new ForecastCuts([]) : ForecastCuts.Choose(counts, places.Count, window, share, maySpread);
        int[] trainCounts = [.. counts.Select(
            (count, number) => cuts.Count == 0 ? count : Math.Clamp(cuts.CutsOfSeries[number][^1], 0, count))];
        Complete(table, columns, window, known, trainCounts);
        window = window with { Base = BaseRule.Choose(all, trainCounts, width, targets, options.Horizon, season) };
        var encoder = new WindowEncoder(
            window,
            [.. Enumerable.Range(targets, columns.Past.Count).Select(
                column => Scale(all, trainCounts, series => series.Observed, width, column))],
            [.. Enumerable.Range(0, columns.Future.Count).Select(
                column => Scale(all, trainCounts, series => series.Future, columns.Future.Count, column))]);
        return new ForecastPlan(encoder, known, logarithms, places, cuts);
    }

    private static string Show(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool TakesLogarithm(
        SeriesTable table, ForecastOptions options, ForecastColumns columns, int target, int? season)
    {
        if (options.Transform != ForecastTransform.Logarithm)
            return options.Transform is null && LogarithmRule.Suits(table.Series, columns.ObservedWidth, target, season);
        return LogarithmRule.IsPositive(table.Series, columns.ObservedWidth, target)
            ? true
            : throw new InvalidOperationException(
                $"Target column '{columns.Targets[target]}' must be above 0 in every row for ForecastTransform.Logarithm.");
    }

    private static KnownEncoder MakeKnown(
        SeriesTable table, ForecastOptions options, ForecastColumns columns, int? season, int? shorter)
    {
        var longest = table.Series.Max(series => series.ObservedCount);
        var clock = table.Clock is { } found
            ? found with { Calendar = options.Calendar ?? CalendarEncoder.Choose(found.Step, longest) }
            : null;
        // Without times the season itself is the only clock.
        int[] seasons = clock is null && options.Calendar is null ? [.. new[] { shorter, season }.OfType<int>()] : [];
        return new KnownEncoder(columns.Future.Count, clock, seasons);
    }

    private static int Lookback(ForecastOptions options, int[] counts, int? season)
    {
        // What is left for windows to learn from and others to judge them by.
        const int FewestWindows = 8;
        var most = counts.Max() - (2 * options.Horizon) - FewestWindows;
        return options.Lookback
            ?? Math.Clamp(options.ChooseLookback(new ForecastData(counts, options.Horizon, season)), 1, Math.Max(1, most));
    }

    private static List<WindowPlace> FindPlaces(IReadOnlyList<SeriesSteps> all, ForecastWindow window)
    {
        List<WindowPlace> places = [];
        for (var number = 0; number < all.Count; number++)
        {
            var known = new KnownSteps(all[number], window);
            for (var origin = window.Lookback - 1; origin + window.Horizon < all[number].ObservedCount; origin++)
            {
                if (known.CanLookBack(origin) && known.IsFollowed(origin))
                    places.Add(new WindowPlace(number, origin));
            }
        }
        return places;
    }

    private static void Complete(
        SeriesTable table, ForecastColumns columns, ForecastWindow window, KnownEncoder known, int[] trainCounts)
    {
        for (var number = 0; number < table.Series.Count; number++)
        {
            var series = table.Series[number];
            series.Complete(known);
            series.Categories = ForecastModel.Categories(window, columns, (uint)number + 1, series.Statics);
            // A series too short to be learned from has its own scale still.
            var count = trainCounts[number] > 0 ? trainCounts[number] : series.ObservedCount;
            series.Scales = [.. Enumerable.Range(0, window.TargetCount).Select(target => ValueScale.Measure(
                series.Observed.AsSpan(0, count * window.ObservedWidth), window.ObservedWidth, target))];
        }
    }

    private static ValueScale Scale(
        IReadOnlyList<SeriesSteps> all, int[] counts, Func<SeriesSteps, float[]> values, int width, int column)
    {
        var moments = new Moments();
        for (var number = 0; number < all.Count; number++)
            moments.Add(values(all[number]).AsSpan(0, counts[number] * width), width, column);
        return moments.ToScale();
    }
}
