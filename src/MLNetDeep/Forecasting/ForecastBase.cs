namespace MLNetDeep.Forecasting;

/// <summary>The plain forecast that a network begins with, and learns to better.</summary>
internal enum ForecastBase
{
    /// <summary>The mean of the series, which is 0 in scaled units: series that come back to it.</summary>
    Mean,

    /// <summary>The last value.</summary>
    Last,

    /// <summary>The value of one season before.</summary>
    Season,
}
