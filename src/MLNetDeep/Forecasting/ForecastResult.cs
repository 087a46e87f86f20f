namespace MLNetDeep;

/// <summary>A forecast of one series.</summary>
public sealed record ForecastResult
{
    /// <summary>The series; empty when there is one alone.</summary>
    public required string Series { get; init; }

    /// <summary>The times of the steps.</summary>
    /// <value>Empty for a forecaster without a time column.</value>
    public required IReadOnlyList<DateTime> Times { get; init; }

    /// <summary>The forecast of each step, target after target: [targets x horizon].</summary>
    public required IReadOnlyList<float> Values { get; init; }

    /// <summary>The lower bounds, in the same order.</summary>
    public required IReadOnlyList<float> LowerBounds { get; init; }

    /// <summary>The upper bounds, in the same order.</summary>
    public required IReadOnlyList<float> UpperBounds { get; init; }
}
