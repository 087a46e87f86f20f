namespace MLNetDeep.Comparison;

/// <summary>A measure of forecasts; less is better.</summary>
public enum BacktestMetric
{
    /// <summary>Mean absolute error, in the unit of the series.</summary>
    MeanAbsoluteError,

    /// <summary>Root mean squared error, in the unit of the series.</summary>
    RootMeanSquaredError,

    /// <summary>Mean absolute percentage error.</summary>
    MeanAbsolutePercentageError,

    /// <summary>Symmetric mean absolute percentage error.</summary>
    SymmetricMeanAbsolutePercentageError,

    /// <summary>Mean absolute scaled error: the one to take where series differ in size.</summary>
    MeanAbsoluteScaledError,

    /// <summary>Pinball loss of the bounds and the forecast: the one to take where the bounds count.</summary>
    PinballLoss,
}
