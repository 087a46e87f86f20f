using static Microsoft.ML.Data.DefaultColumnNames;

namespace Microsoft.ML;

public abstract partial class TrainCatalogBase
{
    public sealed class CrossValidationResult<T> where T : class
    {
        public readonly T Metrics;
        public readonly ITransformer Model;
        public readonly IDataView ScoredHoldOutSet;
        public readonly int Fold;

        internal CrossValidationResult(ITransformer model, T metrics, IDataView scores, int fold) =>
            (Model, Metrics, ScoredHoldOutSet, Fold) = (model, metrics, scores, fold);
    }

    /// <summary>Fits on all folds but one and measures on that one, for each fold.</summary>
    private protected IReadOnlyList<CrossValidationResult<T>> CrossValidateFolds<T>(IDataView data, IEstimator<ITransformer> estimator,
        int numFolds, string labelColumnName, string? samplingKeyColumn, int? seed, Func<IDataView, T> evaluate) where T : class
    {
        Environment.CheckNonEmpty(labelColumnName, nameof(labelColumnName));
        Environment.CheckValue(data, nameof(data));
        Environment.CheckValue(estimator, nameof(estimator));
        Environment.CheckParam(numFolds > 1, nameof(numFolds), "Must be more than 1");
        // All models first, then all metrics: a fold that cannot be measured does not hide that another cannot be fitted.
        var folds = new DataOperationsCatalog(Environment).CrossValidationSplit(data, numFolds, samplingKeyColumn, seed)
            .Select(split => (Model: estimator.Fit(split.TrainSet), split.TestSet))
            .Select(fold => (fold.Model, Scored: fold.Model.Transform(fold.TestSet)))
            .ToArray();
        return folds.Select((fold, i) => new CrossValidationResult<T>(fold.Model, evaluate(fold.Scored), fold.Scored, i)).ToArray();
    }
}

public sealed partial class BinaryClassificationCatalog
{
    public CalibratedBinaryClassificationMetrics Evaluate(IDataView data, string labelColumnName = Label, string scoreColumnName = Score,
        string probabilityColumnName = Probability, string predictedLabelColumnName = PredictedLabel) =>
        new(new BinaryTally(Environment, data, labelColumnName, scoreColumnName, probabilityColumnName, predictedLabelColumnName));

    public BinaryClassificationMetrics EvaluateNonCalibrated(IDataView data, string labelColumnName = Label,
        string scoreColumnName = Score, string predictedLabelColumnName = PredictedLabel) =>
        new(new BinaryTally(Environment, data, labelColumnName, scoreColumnName, null, predictedLabelColumnName));

    public IReadOnlyList<CrossValidationResult<BinaryClassificationMetrics>> CrossValidateNonCalibrated(IDataView data,
        IEstimator<ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = Label,
        string? samplingKeyColumnName = null, int? seed = null) =>
        CrossValidateFolds(data, estimator, numberOfFolds, labelColumnName, samplingKeyColumnName, seed,
            scored => EvaluateNonCalibrated(scored, labelColumnName));

    public IReadOnlyList<CrossValidationResult<CalibratedBinaryClassificationMetrics>> CrossValidate(IDataView data,
        IEstimator<ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = Label, string? samplingKeyColumnName = null,
        int? seed = null) =>
        CrossValidateFolds(data, estimator, numberOfFolds, labelColumnName, samplingKeyColumnName, seed, s => Evaluate(s, labelColumnName));

    public BinaryPredictionTransformer<TModel> ChangeModelThreshold<TModel>(BinaryPredictionTransformer<TModel> model, float threshold)
        where TModel : class => model.Threshold == threshold ? model
            : new(Environment, model.Model, model.TrainSchema, model.FeatureColumnName, threshold);

    public sealed partial class CalibratorsCatalog
    {
        public PlattCalibratorEstimator Platt(
            string labelColumnName = Label, string scoreColumnName = Score, string? exampleWeightColumnName = null) =>
            new(Owner.Environment, labelColumnName, scoreColumnName, exampleWeightColumnName);
        public FixedPlattCalibratorEstimator Platt(double slope, double offset, string scoreColumnName = Score) =>
            new(Owner.Environment, slope, offset, scoreColumnName);

        public NaiveCalibratorEstimator Naive(string labelColumnName = Label, string scoreColumnName = Score) =>
            new(Owner.Environment, labelColumnName, scoreColumnName);

        public IsotonicCalibratorEstimator Isotonic(string labelColumnName = Label,
            string scoreColumnName = Score, string? exampleWeightColumnName = null) =>
            new(Owner.Environment, labelColumnName, scoreColumnName, exampleWeightColumnName);
    }
}

public sealed partial class MulticlassClassificationCatalog
{
    public MulticlassClassificationMetrics Evaluate(IDataView data, string labelColumnName = Label, string scoreColumnName = Score,
        string predictedLabelColumnName = PredictedLabel, int topKPredictionCount = 0)
    {
        Environment.CheckUserArg(topKPredictionCount >= 0, nameof(topKPredictionCount), "Must be non-negative");
        return new(Environment, data, labelColumnName, scoreColumnName, predictedLabelColumnName, topKPredictionCount);
    }

    public IReadOnlyList<CrossValidationResult<MulticlassClassificationMetrics>> CrossValidate(IDataView data,
        IEstimator<ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = Label, string? samplingKeyColumnName = null,
        int? seed = null) =>
        CrossValidateFolds(data, estimator, numberOfFolds, labelColumnName, samplingKeyColumnName, seed, s => Evaluate(s, labelColumnName));
}

public sealed partial class RegressionCatalog
{
    public RegressionMetrics Evaluate(IDataView data, string labelColumnName = Label, string scoreColumnName = Score) =>
        new(Environment, data, labelColumnName, scoreColumnName);

    public IReadOnlyList<CrossValidationResult<RegressionMetrics>> CrossValidate(IDataView data,
        IEstimator<ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = Label, string? samplingKeyColumnName = null,
        int? seed = null) =>
        CrossValidateFolds(data, estimator, numberOfFolds, labelColumnName, samplingKeyColumnName, seed, s => Evaluate(s, labelColumnName));
}
