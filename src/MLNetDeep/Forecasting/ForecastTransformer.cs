using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Forecasting;

namespace MLNetDeep;

/// <summary>
/// Adds forecasts to the rows that follow the training data, as <c>ForecastBySsa</c>'s transformer does: each row moves its series on by
/// one step, and its forecast is the one made after that row was seen.
/// </summary>
/// <remarks>
/// <para>
/// Every pass over the transformed data begins where training ended. With a time column, a series whose first row lies before that end
/// starts with an empty history. A forecast is NaN until there are as many rows as it looks back on, and where future covariates of its
/// horizon are not in the data; a series that was not trained on is scaled by its own last rows.
/// </para>
/// <para>Immutable and safe to share between threads; a cursor belongs to one thread, as always in ML.NET. For single observations there is
/// <see cref="ForecastEngine"/>.</para>
/// </remarks>
public sealed partial class ForecastTransformer : ITransformer
{
    internal ForecastTransformer(ForecastModel forecaster) => Forecaster = forecaster;

    /// <summary>The column that is added: a float vector [horizon], or [targets, horizon] for several.</summary>
    public string OutputColumnName => Forecaster.Columns.Output;

    /// <summary>The column that is added for the lower bounds, or <see langword="null"/>.</summary>
    public string? LowerBoundColumnName => Forecaster.Columns.LowerBound;

    /// <summary>The column that is added for the upper bounds, or <see langword="null"/>.</summary>
    public string? UpperBoundColumnName => Forecaster.Columns.UpperBound;

    /// <summary>The columns that are forecast.</summary>
    public IReadOnlyList<string> InputColumnNames => Forecaster.Columns.Targets;

    /// <summary>The column that tells series apart, or <see langword="null"/>.</summary>
    public string? SeriesColumnName => Forecaster.Columns.Series;

    /// <summary>The column with the times, or <see langword="null"/>.</summary>
    public string? TimeColumnName => Forecaster.Columns.Time;

    /// <summary>How many steps are forecast.</summary>
    public int Horizon => Forecaster.Window.Horizon;

    /// <summary>How many steps a forecast looks back on.</summary>
    public int Lookback => Forecaster.Window.Lookback;

    /// <summary>After how many steps the series repeat themselves, as given or found; <see langword="null"/> when they do not.</summary>
    public int? SeasonLength => Forecaster.Window.SeasonLength;

    /// <summary>The share of the values that the bounds are for.</summary>
    public double ConfidenceLevel => Forecaster.ConfidenceLevel;

    /// <summary>What the network is told of the calendar.</summary>
    public CalendarFeatures Calendar => Forecaster.Clock?.Calendar ?? CalendarFeatures.None;

    /// <summary>Whether times are counted in UTC, not by the clock on the wall: a <c>DateTimeOffset</c> column of steps below a
    /// day.</summary>
    public bool CountsInUtc => Forecaster.Clock?.UsesUtc == true;

    /// <summary>The series that were trained on, in the order of their first rows; one of an empty name when there is no series
    /// column.</summary>
    public IReadOnlyList<string> SeriesNames => [.. Forecaster.Histories.Keys];

    /// <summary>The trained network with the course of its fit; <see langword="null"/> for a naive forecast.</summary>
    public DeepModel? Model => (Forecaster.Core as NetworkCore)?.Model;

    /// <summary>Whether rows are mapped one by one, each from itself alone: never, since they follow each other.</summary>
    public bool IsRowToRowMapper => false;

    internal ForecastModel Forecaster { get; }

    /// <summary>The input's columns and the forecasts.</summary>
    /// <param name="inputSchema">The schema of the data.</param>
    /// <returns>The schema of <see cref="Transform"/>'s result.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing or has another type; the message names
    /// it.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).Output;

    /// <summary>Adds the forecasts; nothing is computed before rows are read.</summary>
    /// <param name="input">The rows that follow the training data, in order of time.</param>
    /// <returns>The data with the forecasts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing or has another type; the message names
    /// it.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ForecastView(input, Bind(input.Schema));
    }

    /// <summary>Not for forecasts: a row alone has no history.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException(
        "A forecast needs the rows before it, so rows cannot be mapped one by one: use Transform, or CreateForecastEngine for single "
        + "observations.");

    private ForecastBinding Bind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new ForecastBinding(Forecaster, inputSchema);
    }
}
