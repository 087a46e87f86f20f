using MLNetDeep;
using MLNetDeep.Interop;

namespace Microsoft.ML;

/// <summary>Puts the forecasts that every forecaster must beat among ML.NET's.</summary>
public static class NaiveForecastingCatalog
{
    /// <summary>Forecasts what was one season before.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column that is added: a float vector of <paramref name="horizon"/> values.</param>
    /// <param name="inputColumnName">The column to forecast: a float; NaN is missing.</param>
    /// <param name="seasonLength">After how many rows the series repeats itself, such as 12 for months.</param>
    /// <param name="horizon">How many steps are forecast.</param>
    /// <param name="confidenceLowerBoundColumn">The column for the lower bounds, or <see langword="null"/> for none.</param>
    /// <param name="confidenceUpperBoundColumn">The column for the upper bounds, or <see langword="null"/> for none.</param>
    /// <param name="confidenceLevel">The share of the values to come that shall lie between the bounds.</param>
    /// <returns>An estimator that learns how far such forecasts are off.</returns>
    /// <exception cref="ArgumentException">An argument is out of range; the message lists all that are.</exception>
    public static ForecastEstimator ForecastBySeasonalNaive(
        this ForecastingCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        int seasonLength,
        int horizon,
        string? confidenceLowerBoundColumn = null,
        string? confidenceUpperBoundColumn = null,
        float confidenceLevel = 0.90f) =>
        ForecastBySeasonalNaive(catalog, new NaiveForecastOptions
        {
            OutputColumnName = outputColumnName,
            InputColumnNames = [inputColumnName],
            SeasonLength = seasonLength,
            Horizon = horizon,
            LowerBoundColumnName = confidenceLowerBoundColumn,
            UpperBoundColumnName = confidenceUpperBoundColumn,
            ConfidenceLevel = Math.Round(confidenceLevel, 6), // 0.9f is a little more than 0.9
        });

    /// <summary>Forecasts what was one season before, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator that learns how far such forecasts are off.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static ForecastEstimator ForecastBySeasonalNaive(this ForecastingCatalog catalog, NaiveForecastOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options);

    /// <summary>Forecasts the last value for all steps to come.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column that is added: a float vector of <paramref name="horizon"/> values.</param>
    /// <param name="inputColumnName">The column to forecast: a float; NaN is missing.</param>
    /// <param name="horizon">How many steps are forecast.</param>
    /// <param name="confidenceLowerBoundColumn">The column for the lower bounds, or <see langword="null"/> for none.</param>
    /// <param name="confidenceUpperBoundColumn">The column for the upper bounds, or <see langword="null"/> for none.</param>
    /// <param name="confidenceLevel">The share of the values to come that shall lie between the bounds.</param>
    /// <returns>An estimator that learns how far such forecasts are off.</returns>
    /// <exception cref="ArgumentException">An argument is out of range; the message lists all that are.</exception>
    public static ForecastEstimator ForecastByRepeatLast(
        this ForecastingCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        int horizon,
        string? confidenceLowerBoundColumn = null,
        string? confidenceUpperBoundColumn = null,
        float confidenceLevel = 0.90f) =>
        ForecastBySeasonalNaive(
            catalog, outputColumnName, inputColumnName, seasonLength: 1, horizon, confidenceLowerBoundColumn, confidenceUpperBoundColumn,
            confidenceLevel);

    /// <summary>Forecasts the last value for all steps to come, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; without a season.</param>
    /// <returns>An estimator that learns how far such forecasts are off.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static ForecastEstimator ForecastByRepeatLast(this ForecastingCatalog catalog, NaiveForecastOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.SeasonLength == 1
            ? ForecastBySeasonalNaive(catalog, options)
            : throw new ArgumentException(FormattableString.Invariant(
                $"NaiveForecastOptions.SeasonLength must be 1 to repeat the last value, but was {options.SeasonLength}."));
    }
}
