using Microsoft.ML;

namespace MLNetDeep.Comparison;

/// <summary>What every forecaster has to beat.</summary>
internal static class ReferenceForecasters
{
    public const string RepeatLast = "repeat last";
    public const string SeasonalNaive = "seasonal naive";
    public const string NLinear = "NLinear";

    /// <summary>Whether the reference of this name repeats what was.</summary>
    public static bool IsNaive(string name) => name is RepeatLast or SeasonalNaive;

    /// <summary>The references that are not among the candidates already.</summary>
    public static IReadOnlyList<Candidate> Make(
        ForecastingCatalog catalog, IReadOnlyList<Candidate> candidates, BacktestOptions options, int season) => [];
}
