using System.Collections.Immutable;
using MLNetDeep.Forecasting;

namespace MLNetDeep;

/// <summary>Options of the forecasts that need no network: the last value, or the value of one season before.</summary>
/// <remarks>
/// A forecaster that does not beat them is of no use. The bounds are quantiles of what such forecasts missed in training by, step by step,
/// in deviations of each series.
/// </remarks>
public sealed record NaiveForecastOptions
{
    /// <summary>The column that is added: a float vector with the forecast of each step to come.</summary>
    /// <value>Default <c>Forecast</c>. With several targets [targets, horizon].</value>
    public string OutputColumnName { get; init; } = "Forecast";

    /// <summary>The columns to forecast: floats, each by itself.</summary>
    /// <value>Default <c>Value</c>. At least one; different names.</value>
    public ImmutableArray<string> InputColumnNames { get; init; } = ["Value"];

    /// <summary>How many steps are forecast.</summary>
    /// <value>Default 1. At least 1.</value>
    public int Horizon { get; init; } = 1;

    /// <summary>After how many steps the series repeat themselves; 1 repeats the last value.</summary>
    /// <value>Default 1. At least 1.</value>
    public int SeasonLength { get; init; } = 1;

    /// <summary>The column that tells series apart: a text, a key or a number.</summary>
    /// <value>Default <see langword="null"/>: all rows are one series.</value>
    public string? SeriesColumnName { get; init; }

    /// <summary>The column with the time of each row, <c>DateTime</c> or <c>DateTimeOffset</c>, ascending in each series.</summary>
    /// <value>Default <see langword="null"/>: rows follow each other at equal steps. With it, steps that have no row are missing
    /// ones.</value>
    public string? TimeColumnName { get; init; }

    /// <summary>The column that is added for the lower end of the interval around each forecast.</summary>
    /// <value>Default <see langword="null"/>: none.</value>
    public string? LowerBoundColumnName { get; init; }

    /// <summary>The column that is added for the upper end of the interval around each forecast.</summary>
    /// <value>Default <see langword="null"/>: none.</value>
    public string? UpperBoundColumnName { get; init; }

    /// <summary>The share of the values to come that shall lie between the bounds, for each step of the horizon.</summary>
    /// <value>Default 0.90. Above 0 and below 1.</value>
    public double ConfidenceLevel { get; init; } = 0.90;

    /// <exception cref="ArgumentException">One or more options are out of range; the message lists all of them.</exception>
    internal void Validate()
    {
        var rules = new OptionRules(nameof(NaiveForecastOptions));
        var columns = new ForecastColumnRules(rules);
        columns.CheckOutputs(OutputColumnName, LowerBoundColumnName, UpperBoundColumnName);
        columns.CheckRows(InputColumnNames, SeriesColumnName, TimeColumnName);
        rules.Require(Horizon >= 1, nameof(Horizon), "at least 1", Horizon);
        rules.Require(SeasonLength >= 1, nameof(SeasonLength), "at least 1", SeasonLength);
        rules.Require(ConfidenceLevel is > 0 and < 1, nameof(ConfidenceLevel), "above 0 and below 1", ConfidenceLevel);
        rules.ThrowIfBroken();
    }
}
