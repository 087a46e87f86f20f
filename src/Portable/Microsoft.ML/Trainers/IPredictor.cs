namespace Microsoft.ML;

/// <summary>The task that a model was trained for.</summary>
internal enum PredictionKind
{
    Unknown = 0,
    Custom = 1,
    BinaryClassification = 2,
    MulticlassClassification = 3,
    Regression = 4,
    MultiOutputRegression = 5,
    Ranking = 6,
    Recommendation = 7,
    AnomalyDetection = 8,
    Clustering = 9,
    SequenceClassification = 10,
}

/// <summary>A trained model.</summary>
internal interface IPredictor
{
    PredictionKind PredictionKind { get; }
}

/// <summary>A trained model with a known type of score.</summary>
internal interface IPredictorProducing<out TResult> : IPredictor
{
}
