namespace Microsoft.ML.AutoML;

/// <summary>What an experiment with two classes ranks its trials by.</summary>
public enum BinaryClassificationMetric
{
    Accuracy,
    AreaUnderRocCurve,
    AreaUnderPrecisionRecallCurve,
    F1Score,
    PositivePrecision,
    PositiveRecall,
    NegativePrecision,
    NegativeRecall,
}

/// <summary>What an experiment with classes ranks its trials by.</summary>
public enum MulticlassClassificationMetric
{
    MicroAccuracy,
    MacroAccuracy,
    LogLoss,
    LogLossReduction,
    TopKAccuracy,
}

/// <summary>What an experiment with numbers ranks its trials by.</summary>
public enum RegressionMetric
{
    MeanAbsoluteError,
    MeanSquaredError,
    RootMeanSquaredError,
    RSquared,
}
