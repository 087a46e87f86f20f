namespace MLNetDeep.Forecasting;

/// <summary>What is known of the series before a lookback is chosen.</summary>
/// <param name="SeriesLengths">Steps of each series, missing ones included; at least one series.</param>
/// <param name="Horizon">Steps to forecast.</param>
/// <param name="SeasonLength">Steps after which the series repeat themselves; null when they do not.</param>
internal sealed record ForecastData(IReadOnlyList<int> SeriesLengths, int Horizon, int? SeasonLength)
{
    /// <summary>Steps of the longest series.</summary>
    public int LongestLength => SeriesLengths.Max();
}
