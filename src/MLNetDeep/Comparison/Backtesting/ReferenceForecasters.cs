using Microsoft.ML;

namespace MLNetDeep.Comparison;

/// <summary>What every forecaster has to beat.</summary>
internal static class ReferenceForecasters
{
    public const string RepeatLast = "repeat last";
    public const string SeasonalNaive = "seasonal naive";
    public const string NLinear = "NLinear";

    private const int LeastWindowCount = 24;

    /// <summary>Whether the forecaster of this name repeats what was.</summary>
    public static bool IsNaive(string name) => name is RepeatLast or SeasonalNaive;

    /// <summary>The references that are not among the candidates already.</summary>
    /// <param name="catalog">Makes them.</param>
    /// <param name="candidates">The candidates.</param>
    /// <param name="options">Columns, horizon and confidence.</param>
    /// <param name="season">The season; 1 for none.</param>
    /// <param name="leastFitSteps">The steps that the shortest fit learns from.</param>
    public static IReadOnlyList<Candidate> Make(
        ForecastingCatalog catalog, IReadOnlyList<Candidate> candidates, BacktestOptions options, int season, int leastFitSteps)
    {
        var references = new List<Candidate> { new(RepeatLast, catalog.ForecastByRepeatLast(Naive(options, season: 1))) };
        if (season > 1 && season < leastFitSteps)
            references.Add(new Candidate(SeasonalNaive, catalog.ForecastBySeasonalNaive(Naive(options, season))));
        // A window needs its targets, those that judge it theirs, and some windows are needed to learn from.
        if (leastFitSteps >= (2L * options.Reach) + LeastWindowCount)
            references.Add(new Candidate(NLinear, catalog.ForecastByNLinear(Linear(options, season))));
        return [.. references.Where(reference => candidates.All(candidate => candidate.Name != reference.Name))];
    }

    private static NLinearForecastOptions Linear(BacktestOptions options, int season) => new()
    {
        OutputColumnName = options.ForecastColumnName,
        LowerBoundColumnName = options.LowerBoundColumnName,
        UpperBoundColumnName = options.UpperBoundColumnName,
        InputColumnNames = options.TargetColumnNames,
        SeriesColumnName = options.SeriesColumnName,
        TimeColumnName = options.TimeColumnName,
        Horizon = options.Reach,
        SeasonLength = season,
        ConfidenceLevel = options.ConfidenceLevel,
        Seed = options.Seed,
    };

    private static NaiveForecastOptions Naive(BacktestOptions options, int season) => new()
    {
        OutputColumnName = options.ForecastColumnName,
        LowerBoundColumnName = options.LowerBoundColumnName,
        UpperBoundColumnName = options.UpperBoundColumnName,
        InputColumnNames = options.TargetColumnNames,
        SeriesColumnName = options.SeriesColumnName,
        TimeColumnName = options.TimeColumnName,
        Horizon = options.Reach,
        SeasonLength = season,
        ConfidenceLevel = options.ConfidenceLevel,
    };
}
