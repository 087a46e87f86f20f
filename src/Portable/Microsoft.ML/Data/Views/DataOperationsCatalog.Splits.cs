namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    public struct TrainTestData
    {
        public readonly IDataView TrainSet;
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }

    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string? samplingKeyColumnName = null, int? seed = null)
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckParam(testFraction is > 0 and < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        var column = CreateSplitColumn(_env, ref data, samplingKeyColumnName, seed ?? ((IHostEnvironmentInternal)_env).Seed);
        return Split(data, column, 0, testFraction, includeMax: data.Schema[column].Type is KeyDataViewType && testFraction >= 1);
    }

    public IReadOnlyList<TrainTestData> CrossValidationSplit(
        IDataView data, int numberOfFolds = 5, string? samplingKeyColumnName = null, int? seed = null)
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckParam(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        var column = CreateSplitColumn(_env, ref data, samplingKeyColumnName, seed ?? ((IHostEnvironmentInternal)_env).Seed);
        var view = data;
        return Array.ConvertAll([.. Enumerable.Range(0, numberOfFolds)], (int fold) =>
            Split(view, column, (double)fold / numberOfFolds, (double)(fold + 1) / numberOfFolds, includeMax: true));
    }

    private static TrainTestData Split(IDataView data, string column, double min, double max, bool includeMax) => new(
        ColumnSubsetView.Drop(new RangeFilterView(data, column, min, max, includeMax, complement: true), column),
        ColumnSubsetView.Drop(new RangeFilterView(data, column, min, max, includeMax), column));

    // Adds a column that says where in [0, 1] a row falls: random, or a function of the sampling key.
    private static string CreateSplitColumn(IHostEnvironment env, ref IDataView data, string? samplingKeyColumn, int? seed)
    {
        var name = data.Schema.GetTempColumnName("SplitColumn");
        if (samplingKeyColumn == null)
        {
            data = new RandomColumnView(data, name, (uint?)seed);
            return name;
        }

        var type = data.Schema.GetColumnOrNull(samplingKeyColumn)?.Type
            ?? throw Contracts.ExceptSchemaMismatch(nameof(samplingKeyColumn), "SamplingKeyColumn", samplingKeyColumn);
        IEstimator<ITransformer> estimator;
        if (!RangeFilterView.IsFilterable(type))
        {
            var options = new HashingEstimator.ColumnOptions(name, samplingKeyColumn, 30, combine: true);
            if (seed is { } given)
                options = new HashingEstimator.ColumnOptions(name, samplingKeyColumn, 30, (uint)given, combine: true);
            estimator = new HashingEstimator(env, options);
        }
        else if (type is KeyDataViewType)
        {
            estimator = new ColumnCopyingEstimator(env, (name, samplingKeyColumn));
        }
        else
        {
            var range = new NormalizerOptions.MinMax(NormalizingEstimator.DefaultMaximumExampleCount, FixZero: false);
            estimator = new NormalizingEstimator(env, [new InputOutputColumnPair(name, samplingKeyColumn)], range);
        }

        data = estimator.Fit(data).Transform(data);
        return name;
    }
}
