using System.Text.Json.Serialization;

namespace MLNetDeep.Forecasting;

/// <summary>The columns that a forecaster reads and adds.</summary>
internal sealed record ForecastColumns
{
    /// <summary>The forecast.</summary>
    public required string Output { get; init; }

    public string? LowerBound { get; init; }

    public string? UpperBound { get; init; }

    /// <summary>What is forecast; at least one.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>What tells series apart; null for one series.</summary>
    public string? Series { get; init; }

    public string? Time { get; init; }

    public IReadOnlyList<string> Past { get; init; } = [];

    public IReadOnlyList<string> Future { get; init; } = [];

    public IReadOnlyList<string> Static { get; init; } = [];

    /// <summary>Observed numbers of a row.</summary>
    [JsonIgnore]
    public int ObservedWidth => Targets.Count + Past.Count;

    /// <summary>The columns that are added, in order.</summary>
    [JsonIgnore]
    public IEnumerable<(ForecastPart Part, string Name)> Outputs
    {
        get
        {
            yield return (ForecastPart.Middle, Output);
            if (LowerBound is not null)
                yield return (ForecastPart.Lower, LowerBound);
            if (UpperBound is not null)
                yield return (ForecastPart.Upper, UpperBound);
        }
    }

    public static ForecastColumns Of(ForecastOptions options) => new()
    {
        Output = options.OutputColumnName,
        LowerBound = options.LowerBoundColumnName,
        UpperBound = options.UpperBoundColumnName,
        Targets = options.InputColumnNames,
        Series = options.SeriesColumnName,
        Time = options.TimeColumnName,
        Past = options.PastCovariateColumnNames,
        Future = options.FutureCovariateColumnNames,
        Static = options.StaticColumnNames,
    };

    public static ForecastColumns Of(NaiveForecastOptions options) => new()
    {
        Output = options.OutputColumnName,
        LowerBound = options.LowerBoundColumnName,
        UpperBound = options.UpperBoundColumnName,
        Targets = options.InputColumnNames,
        Series = options.SeriesColumnName,
        Time = options.TimeColumnName,
    };

    /// <summary>Whether a file's columns make sense.</summary>
    [JsonIgnore]
    public bool IsUsable => Targets.Count > 0 && Output.Length > 0;

    /// <summary>The names of a forecast's slots: target after target, each with its steps.</summary>
    public string[] SlotNames(int horizon) =>
        [.. Targets.SelectMany(target => Enumerable.Range(1, horizon).Select(step => FormattableString.Invariant($"{target}+{step}")))];
}

/// <summary>The three series of numbers that a forecast consists of.</summary>
internal enum ForecastPart
{
    Lower,
    Middle,
    Upper,
}
