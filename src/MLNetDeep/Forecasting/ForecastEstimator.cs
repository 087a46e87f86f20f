using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Forecasting;
using MLNetDeep.Interop;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>Learns to forecast from rows in order of time. Made by the catalog, for instance
/// <c>ml.Forecasting.ForecastBySeasonalNaive(…)</c>.</summary>
/// <remarks>
/// An estimator is immutable: it may be fitted again, on other data, on several threads, and each fit stands alone.
/// </remarks>
public sealed class ForecastEstimator : IEstimator<ForecastTransformer>
{
    private readonly IHost _host;
    private readonly ForecastMethod _method;
    private readonly CancellationToken _cancellation;

    internal ForecastEstimator(IHostEnvironment environment, NaiveForecastOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _method = new NaiveMethod(options);
        _host = environment.Register(_method.Name);
    }

    internal ForecastEstimator(IHostEnvironment environment, ForecastOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(RegressionTask.Instance);
        _host = environment.Register(options.Architecture);
        // Drawn here, not in Fit, so that fitting twice is the same as fitting two equal estimators.
        _method = new NetworkMethod(options, options.Seed ?? _host.Rand.Next());
        _cancellation = options.CancellationToken;
    }

    /// <summary>Learns from data.</summary>
    /// <param name="input">The rows, oldest first.</param>
    /// <returns>A transformer that forecasts from where the data end.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The data cannot be learned from: rows are too few, times are not in order, a value is
    /// infinite, or the future leaks into a covariate. The message says what and where.</exception>
    /// <exception cref="TrainingDivergedException">The loss of a network became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">The options' token, or the <see cref="MLContext"/>, was cancelled, and the options do
    /// not ask for the best so far, or there is none.</exception>
    public ForecastTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var table = SeriesTable.Read(input, _method.Columns, CheckAlive);
        return new ForecastTransformer(_method.Fit(table, _host, CheckAlive));
    }

    /// <summary>The schema a fitted transformer will give.</summary>
    /// <param name="inputSchema">The schema of the training data.</param>
    /// <returns>The input's columns and the forecasts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type; the message names it.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        BoundForecastColumns.Check(inputSchema, _method.Columns);
        var columns = inputSchema.ToDictionary(column => column.Name);
        foreach (var (_, name) in _method.Columns.Outputs)
            columns[name] = SchemaShapes.Vector(name, NumberDataViewType.Single, ScoreAnnotations.PromisedSlotNames());
        return new SchemaShape(columns.Values);
    }

    private void CheckAlive()
    {
        _cancellation.ThrowIfCancellationRequested();
        HostAccess.CheckAlive(_host);
    }
}
