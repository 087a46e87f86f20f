namespace MLNetDeep.Comparison;

/// <summary>One forecaster over all origins.</summary>
public sealed class BacktestOutcome
{
    internal BacktestOutcome(string name, bool isReference, bool isNetwork)
    {
        Name = name;
        IsReference = isReference;
        IsNetwork = isNetwork;
    }

    /// <summary>Whether its forecasts are those of a network of ours.</summary>
    internal bool IsNetwork { get; }

    /// <summary>The forecaster's name.</summary>
    public string Name { get; }

    /// <summary>True for what has to be beaten: references that the backtest added, and naive forecasts among the candidates.</summary>
    public bool IsReference { get; }

    /// <summary>Errors over all origins, series and steps.</summary>
    public ForecastErrors Errors { get; internal set; } = new();

    /// <summary>Errors at each step of the horizon, the first first.</summary>
    public IReadOnlyList<ForecastErrors> StepErrors { get; internal set; } = [];

    /// <summary>Errors of each series, in the order of <see cref="BacktestResult.Series"/>.</summary>
    public IReadOnlyList<ForecastErrors> SeriesErrors { get; internal set; } = [];

    /// <summary>Errors from each origin, in the order of <see cref="BacktestResult.Origins"/>.</summary>
    public IReadOnlyList<ForecastErrors> OriginErrors { get; internal set; } = [];

    /// <summary>Every forecast, origin after origin and series after series.</summary>
    public IReadOnlyList<BacktestForecast> Forecasts { get; internal init; } = [];

    /// <summary>How many times it was fitted.</summary>
    public int FitCount { get; internal init; }

    /// <summary>Mean seconds that a fit took.</summary>
    public double FitSeconds { get; internal init; }

    /// <summary>Seconds that all the forecasts took, what was read between them included.</summary>
    public double ForecastSeconds { get; internal init; }

    /// <summary>Whether it gave bounds.</summary>
    public bool HasBounds => !double.IsNaN(Errors.Coverage);
}
