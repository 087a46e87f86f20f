namespace Microsoft.ML;

public abstract partial class TrainCatalogBase
{
    public sealed class CrossValidationResult<T>
        where T : class
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
        int numFolds, string labelColumnName, string? samplingKeyColumn, int? seed, Func<IDataView, T> evaluate)
        where T : class
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
