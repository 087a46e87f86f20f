namespace MLNetDeep.Plots;

/// <summary>One forecast in a <see cref="ForecastPlot"/>.</summary>
/// <param name="Name">Who made it; forecasts of one name are drawn alike.</param>
/// <param name="FirstStep">The step that its first value is for, counted from the first value of the series.</param>
/// <param name="Values">The values.</param>
public sealed record PlottedForecast(string Name, int FirstStep, IReadOnlyList<float> Values)
{
    /// <summary>Lower ends of the band.</summary>
    /// <value>Default none. Else as many as the values.</value>
    public IReadOnlyList<float> LowerBounds { get; init; } = [];

    /// <summary>Upper ends of the band.</summary>
    /// <value>Default none. Else as many as the values.</value>
    public IReadOnlyList<float> UpperBounds { get; init; } = [];
}
