using MLNetDeep.Comparison;

namespace Microsoft.ML;

/// <summary>Puts the backtest of forecasters beside the forecasters.</summary>
public static class BacktestCatalog
{
    /// <summary>
    /// Measures forecasters on the past: each forecasts from many origins, one after another, and is set against what came. What every
    /// forecaster has to beat is measured too: repeating the last value or the last season, and NLinear.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="data">The rows in the order of time. They are read many times: cache what is slow to read.</param>
    /// <param name="candidates">
    /// Any estimators whose transformer adds a forecast as <c>ForecastBySsa</c> does: given the rows that follow those of the fit, it
    /// forecasts at each row what comes after it. Each has a name of its own.
    /// </param>
    /// <param name="options">Columns, horizon, origins and refits; null for the defaults.</param>
    /// <param name="cancellation">Looked at before every fit; what is being fitted is stopped by its own options' token.</param>
    /// <returns>Errors, forecasts and plain sentences; its text is a table.</returns>
    /// <exception cref="ArgumentException">
    /// No candidate, two of one name, an option out of range, too few steps, or a candidate without the columns.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A column of the data is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">A candidate leaves rows out.</exception>
    /// <exception cref="OperationCanceledException">The backtest was cancelled.</exception>
    public static BacktestResult Backtest(
        this ForecastingCatalog catalog, IDataView data, IReadOnlyList<Candidate> candidates, BacktestOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(candidates);
        return BacktestRun.Run(catalog, data, candidates, options ?? new BacktestOptions(), cancellation);
    }
}
