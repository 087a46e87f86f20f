namespace MLNetDeep.Comparison;

/// <summary>One forecaster over all origins.</summary>
public sealed class BacktestOutcome
{
    internal BacktestOutcome(string name, bool isReference)
    {
        Name = name;
        IsReference = isReference;
    }

    /// <summary>The forecaster's name.</summary>
    public string Name { get; }

    /// <summary>True for what has to be beaten: references that the backtest added, and naive forecasts among the candidates.</summary>
    public bool IsReference { get; }

    /// <summary>Errors over all origins, series and steps.</summary>
    public required ForecastErrors Errors { get; init; }

    /// <summary>Errors at each step of the horizon, the first first.</summary>
    public required IReadOnlyList<ForecastErrors> StepErrors { get; init; }

    /// <summary>Errors of each series, in the order of <see cref="BacktestResult.Series"/>.</summary>
    public required IReadOnlyList<ForecastErrors> SeriesErrors { get; init; }

    /// <summary>Errors from each origin, in the order of <see cref="BacktestResult.Origins"/>.</summary>
    public required IReadOnlyList<ForecastErrors> OriginErrors { get; init; }

    /// <summary>Every forecast, origin after origin and series after series.</summary>
    public required IReadOnlyList<BacktestForecast> Forecasts { get; init; }

    /// <summary>How many times it was fitted.</summary>
    public required int FitCount { get; init; }

    /// <summary>Mean seconds that a fit took.</summary>
    public required double FitSeconds { get; init; }

    /// <summary>Seconds that all the forecasts took, what was read between them included.</summary>
    public required double ForecastSeconds { get; init; }

    /// <summary>Whether it gave bounds.</summary>
    public bool HasBounds => !double.IsNaN(Errors.Coverage);
}
