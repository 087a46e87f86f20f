namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    public struct TrainTestData
    {
        public readonly IDataView TrainSet;
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet) => (TrainSet, TestSet) = (trainSet, testSet);
    }

    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string? samplingKeyColumnName = null, int? seed = null)
    {
        _env.CheckValue(data, nameof(data));
        _env.CheckParam(testFraction is > 0 and < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        var column = CreateSplitColumn(_env, ref data, samplingKeyColumnName, seed);
        return Split(_env, data, column, 0, testFraction, includeMax: false);
    }

    public IReadOnlyList<TrainTestData> CrossValidationSplit(
        IDataView data, int numberOfFolds = 5, string? samplingKeyColumnName = null, int? seed = null)
    {
        _env.CheckValue(data, nameof(data));
        _env.CheckParam(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        var column = CreateSplitColumn(_env, ref data, samplingKeyColumnName, seed);
        return [.. Enumerable.Range(0, numberOfFolds).Select(fold =>
            Split(_env, data, column, (double)fold / numberOfFolds, (double)(fold + 1) / numberOfFolds, includeMax: true))];
    }

    private static TrainTestData Split(IHostEnvironment env, IDataView data, string column, double min, double max, bool includeMax)
    {
        var train = RowSubsetView.InRange(env, data, column, min, max, includeMax, complement: true);
        var test = RowSubsetView.InRange(env, data, column, min, max, includeMax);
        return new(WithoutColumn(train), WithoutColumn(test));

        IDataView WithoutColumn(IDataView rows) => new ColumnSelectingTransformer(env, null, [column]).Transform(rows);
    }

    // Adds a column that says where in [0, 1] a row falls: random, or a function of the sampling key.
    private static string CreateSplitColumn(IHostEnvironment env, ref IDataView data, string? samplingKeyColumn, int? seed)
    {
        var name = data.Schema.GetTempColumnName("SplitColumn");
        seed ??= ((IHostEnvironmentInternal)env).Seed;
        if (samplingKeyColumn == null)
        {
            data = AddRandomNumbers(env, data, name, (uint?)seed ?? 42);
            return name;
        }

        var type = data.Schema.GetColumnOrNull(samplingKeyColumn)?.Type
            ?? throw env.ExceptSchemaMismatch(nameof(samplingKeyColumn), "SamplingKeyColumn", samplingKeyColumn);
        IEstimator<ITransformer> estimator;
        if (!RowSubsetView.IsRangeColumn(type))
        {
            // Moments and durations have no hash of their own.
            if (type.GetItemType() is DateTimeDataViewType or DateTimeOffsetDataViewType or TimeSpanDataViewType)
            {
                data = new TypeConvertingTransformer(env, DataKind.Int64, (name, samplingKeyColumn)).Transform(data);
                samplingKeyColumn = name;
            }
            estimator = new HashingEstimator(env, seed is { } given
                ? new HashingEstimator.ColumnOptions(name, samplingKeyColumn, 30, (uint)given, combine: true)
                : new HashingEstimator.ColumnOptions(name, samplingKeyColumn, 30, combine: true));
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

    // The numbers are uniform in [0, 1) and belong to positions: shuffling the source would give them to other rows.
    private static RowToRowMapperTransform AddRandomNumbers(IHostEnvironment env, IDataView data, string name, uint seed)
    {
        env.Register("GenerateNumber");
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
        var column = new DataViewSchema.DetachedColumn(name, NumberDataViewType.Single, annotations.ToAnnotations());
        return new RowToRowMapperTransform(data, new RowMapper([column], [[]], (row, _) =>
        {
            var random = RandomUtils.Create(seed);
            var (at, number) = (-1L, 0f);
            return (ValueGetter<float>)((ref float value) =>
            {
                for (; at < row.Position; at++)
                    number = random.NextSingle();
                value = number;
            });
        }), inOrder: true);
    }
}
