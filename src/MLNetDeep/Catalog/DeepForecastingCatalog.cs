using MLNetDeep;
using MLNetDeep.Interop;

namespace Microsoft.ML;

/// <summary>Puts forecasters with a network among ML.NET's.</summary>
public static class DeepForecastingCatalog
{
    /// <summary>
    /// Forecasts by one linear map of the window for all steps ahead, beside linear maps of covariates and calendar (arXiv:2205.13504).
    /// Trains in seconds: try it first.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column that is added: a float vector of <paramref name="horizon"/> values.</param>
    /// <param name="inputColumnName">The column to forecast: a float; NaN is missing.</param>
    /// <param name="horizon">How many steps are forecast, all at once.</param>
    /// <param name="seriesColumnName">The column that tells series apart; <see langword="null"/> where all rows are one.</param>
    /// <param name="timeColumnName">The column with the times of the rows; <see langword="null"/> where they are equal steps.</param>
    /// <param name="confidenceLowerBoundColumn">The column for the lower bounds, or <see langword="null"/> for none.</param>
    /// <param name="confidenceUpperBoundColumn">The column for the upper bounds, or <see langword="null"/> for none.</param>
    /// <param name="confidenceLevel">The share of the values to come that shall lie between the bounds.</param>
    /// <returns>An estimator that trains the network.</returns>
    /// <exception cref="ArgumentException">An argument is out of range; the message lists all that are.</exception>
    public static ForecastEstimator ForecastByNLinear(
        this ForecastingCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        int horizon,
        string? seriesColumnName = null,
        string? timeColumnName = null,
        string? confidenceLowerBoundColumn = null,
        string? confidenceUpperBoundColumn = null,
        float confidenceLevel = 0.90f) =>
        ForecastByNLinear(catalog, new NLinearForecastOptions
        {
            OutputColumnName = outputColumnName,
            InputColumnNames = [inputColumnName],
            Horizon = horizon,
            SeriesColumnName = seriesColumnName,
            TimeColumnName = timeColumnName,
            LowerBoundColumnName = confidenceLowerBoundColumn,
            UpperBoundColumnName = confidenceUpperBoundColumn,
            ConfidenceLevel = Math.Round(confidenceLevel, 6), // 0.9f is a little more than 0.9
        });

    /// <summary>Forecasts by one linear map of the window, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator that trains the network.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static ForecastEstimator ForecastByNLinear(this ForecastingCatalog catalog, NLinearForecastOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options);

    /// <summary>Forecasts by linear maps of the window's moving average and of the rest (arXiv:2205.13504).</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column that is added: a float vector of <paramref name="horizon"/> values.</param>
    /// <param name="inputColumnName">The column to forecast: a float; NaN is missing.</param>
    /// <param name="horizon">How many steps are forecast, all at once.</param>
    /// <param name="seriesColumnName">The column that tells series apart; <see langword="null"/> where all rows are one.</param>
    /// <param name="timeColumnName">The column with the times of the rows; <see langword="null"/> where they are equal steps.</param>
    /// <param name="confidenceLowerBoundColumn">The column for the lower bounds, or <see langword="null"/> for none.</param>
    /// <param name="confidenceUpperBoundColumn">The column for the upper bounds, or <see langword="null"/> for none.</param>
    /// <param name="confidenceLevel">The share of the values to come that shall lie between the bounds.</param>
    /// <returns>An estimator that trains the network.</returns>
    /// <exception cref="ArgumentException">An argument is out of range; the message lists all that are.</exception>
    public static ForecastEstimator ForecastByDLinear(
        this ForecastingCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        int horizon,
        string? seriesColumnName = null,
        string? timeColumnName = null,
        string? confidenceLowerBoundColumn = null,
        string? confidenceUpperBoundColumn = null,
        float confidenceLevel = 0.90f) =>
        ForecastByDLinear(catalog, new DLinearForecastOptions
        {
            OutputColumnName = outputColumnName,
            InputColumnNames = [inputColumnName],
            Horizon = horizon,
            SeriesColumnName = seriesColumnName,
            TimeColumnName = timeColumnName,
            LowerBoundColumnName = confidenceLowerBoundColumn,
            UpperBoundColumnName = confidenceUpperBoundColumn,
            ConfidenceLevel = Math.Round(confidenceLevel, 6), // 0.9f is a little more than 0.9
        });

    /// <summary>Forecasts by linear maps of the window's moving average and of the rest, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator that trains the network.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static ForecastEstimator ForecastByDLinear(this ForecastingCatalog catalog, DLinearForecastOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options);

    /// <summary>
    /// Forecasts by fully connected blocks that look at the window at several resolutions, like N-HiTS (arXiv:2201.12886).
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column that is added: a float vector of <paramref name="horizon"/> values.</param>
    /// <param name="inputColumnName">The column to forecast: a float; NaN is missing.</param>
    /// <param name="horizon">How many steps are forecast, all at once.</param>
    /// <param name="seriesColumnName">The column that tells series apart; <see langword="null"/> where all rows are one.</param>
    /// <param name="timeColumnName">The column with the times of the rows; <see langword="null"/> where they are equal steps.</param>
    /// <param name="confidenceLowerBoundColumn">The column for the lower bounds, or <see langword="null"/> for none.</param>
    /// <param name="confidenceUpperBoundColumn">The column for the upper bounds, or <see langword="null"/> for none.</param>
    /// <param name="confidenceLevel">The share of the values to come that shall lie between the bounds.</param>
    /// <returns>An estimator that trains the network.</returns>
    /// <exception cref="ArgumentException">An argument is out of range; the message lists all that are.</exception>
    public static ForecastEstimator ForecastByMlp(
        this ForecastingCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        int horizon,
        string? seriesColumnName = null,
        string? timeColumnName = null,
        string? confidenceLowerBoundColumn = null,
        string? confidenceUpperBoundColumn = null,
        float confidenceLevel = 0.90f) =>
        ForecastByMlp(catalog, new MlpForecastOptions
        {
            OutputColumnName = outputColumnName,
            InputColumnNames = [inputColumnName],
            Horizon = horizon,
            SeriesColumnName = seriesColumnName,
            TimeColumnName = timeColumnName,
            LowerBoundColumnName = confidenceLowerBoundColumn,
            UpperBoundColumnName = confidenceUpperBoundColumn,
            ConfidenceLevel = Math.Round(confidenceLevel, 6), // 0.9f is a little more than 0.9
        });

    /// <summary>Forecasts by fully connected blocks like those of N-HiTS, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator that trains the network.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static ForecastEstimator ForecastByMlp(this ForecastingCatalog catalog, MlpForecastOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options);

    /// <summary>
    /// Forecasts by long short-term memory that reads the window in segments, and makes all steps ahead at once (arXiv:2308.11200).
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column that is added: a float vector of <paramref name="horizon"/> values.</param>
    /// <param name="inputColumnName">The column to forecast: a float; NaN is missing.</param>
    /// <param name="horizon">How many steps are forecast, all at once.</param>
    /// <param name="seriesColumnName">The column that tells series apart; <see langword="null"/> where all rows are one.</param>
    /// <param name="timeColumnName">The column with the times of the rows; <see langword="null"/> where they are equal steps.</param>
    /// <param name="confidenceLowerBoundColumn">The column for the lower bounds, or <see langword="null"/> for none.</param>
    /// <param name="confidenceUpperBoundColumn">The column for the upper bounds, or <see langword="null"/> for none.</param>
    /// <param name="confidenceLevel">The share of the values to come that shall lie between the bounds.</param>
    /// <returns>An estimator that trains the network.</returns>
    /// <exception cref="ArgumentException">An argument is out of range; the message lists all that are.</exception>
    public static ForecastEstimator ForecastByLstm(
        this ForecastingCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        int horizon,
        string? seriesColumnName = null,
        string? timeColumnName = null,
        string? confidenceLowerBoundColumn = null,
        string? confidenceUpperBoundColumn = null,
        float confidenceLevel = 0.90f) =>
        ForecastByLstm(catalog, new LstmForecastOptions
        {
            OutputColumnName = outputColumnName,
            InputColumnNames = [inputColumnName],
            Horizon = horizon,
            SeriesColumnName = seriesColumnName,
            TimeColumnName = timeColumnName,
            LowerBoundColumnName = confidenceLowerBoundColumn,
            UpperBoundColumnName = confidenceUpperBoundColumn,
            ConfidenceLevel = Math.Round(confidenceLevel, 6), // 0.9f is a little more than 0.9
        });

    /// <summary>Forecasts by long short-term memory that reads the window in segments, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator that trains the network.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static ForecastEstimator ForecastByLstm(this ForecastingCatalog catalog, LstmForecastOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options);

    /// <summary>
    /// Forecasts by gated recurrent units that read the window in segments, and make all steps ahead at once (arXiv:2308.11200).
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column that is added: a float vector of <paramref name="horizon"/> values.</param>
    /// <param name="inputColumnName">The column to forecast: a float; NaN is missing.</param>
    /// <param name="horizon">How many steps are forecast, all at once.</param>
    /// <param name="seriesColumnName">The column that tells series apart; <see langword="null"/> where all rows are one.</param>
    /// <param name="timeColumnName">The column with the times of the rows; <see langword="null"/> where they are equal steps.</param>
    /// <param name="confidenceLowerBoundColumn">The column for the lower bounds, or <see langword="null"/> for none.</param>
    /// <param name="confidenceUpperBoundColumn">The column for the upper bounds, or <see langword="null"/> for none.</param>
    /// <param name="confidenceLevel">The share of the values to come that shall lie between the bounds.</param>
    /// <returns>An estimator that trains the network.</returns>
    /// <exception cref="ArgumentException">An argument is out of range; the message lists all that are.</exception>
    public static ForecastEstimator ForecastByGru(
        this ForecastingCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        int horizon,
        string? seriesColumnName = null,
        string? timeColumnName = null,
        string? confidenceLowerBoundColumn = null,
        string? confidenceUpperBoundColumn = null,
        float confidenceLevel = 0.90f) =>
        ForecastByGru(catalog, new GruForecastOptions
        {
            OutputColumnName = outputColumnName,
            InputColumnNames = [inputColumnName],
            Horizon = horizon,
            SeriesColumnName = seriesColumnName,
            TimeColumnName = timeColumnName,
            LowerBoundColumnName = confidenceLowerBoundColumn,
            UpperBoundColumnName = confidenceUpperBoundColumn,
            ConfidenceLevel = Math.Round(confidenceLevel, 6), // 0.9f is a little more than 0.9
        });

    /// <summary>Forecasts by gated recurrent units that read the window in segments, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator that trains the network.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static ForecastEstimator ForecastByGru(this ForecastingCatalog catalog, GruForecastOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options);
}
