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
        var column = CreateSplitColumn(ref data, samplingKeyColumnName, seed);
        return Split(data, column, 0, testFraction, includeMax: false);
    }

    public IReadOnlyList<TrainTestData> CrossValidationSplit(
        IDataView data, int numberOfFolds = 5, string? samplingKeyColumnName = null, int? seed = null)
    {
        _env.CheckValue(data, nameof(data));
        _env.CheckParam(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        var column = CreateSplitColumn(ref data, samplingKeyColumnName, seed);
        return [.. Enumerable.Range(0, numberOfFolds).Select(fold =>
            Split(data, column, (double)fold / numberOfFolds, (double)(fold + 1) / numberOfFolds, includeMax: true))];
    }

    private TrainTestData Split(IDataView data, string column, double min, double max, bool includeMax)
    {
        return new(Part(inside: false), Part(inside: true));

        IDataView Part(bool inside)
        {
            var rows = Registered("RangeFilter", RowSubsetView.InRange(data, column, min, max, includeMax, complement: !inside));
            return new ColumnSelectingTransformer(_env, null, [column]).Transform(rows);
        }
    }

    // Adds a column that says where in [0, 1] a row falls: random, or a function of the sampling key.
    private string CreateSplitColumn(ref IDataView data, string? samplingKeyColumn, int? seed)
    {
        var name = data.Schema.GetTempColumnName("SplitColumn");
        seed ??= ((HostEnvironment)_env).Seed;
        if (samplingKeyColumn == null)
        {
            data = Registered("GenerateNumber", AddRandomNumbers(data, name, (uint?)seed ?? 42));
            return name;
        }

        var type = data.Schema.GetColumnOrNull(samplingKeyColumn)?.Type
            ?? throw _env.ExceptSchemaMismatch(nameof(samplingKeyColumn), "SamplingKeyColumn", samplingKeyColumn);
        // Moments and durations have no hash of their own.
        if (type.GetItemType() is DateTimeDataViewType or DateTimeOffsetDataViewType or TimeSpanDataViewType)
        {
            data = new TypeConvertingTransformer(_env, DataKind.Int64, (name, samplingKeyColumn)).Transform(data);
            samplingKeyColumn = name;
        }
        var range = new NormalizerOptions.MinMax(NormalizingEstimator.DefaultMaximumExampleCount, FixZero: false);
        IEstimator<ITransformer> estimator = type switch
        {
            KeyDataViewType => new ColumnCopyingEstimator(_env, (name, samplingKeyColumn)),
            _ when MissingValues.Exist(type) => new NormalizingEstimator(_env, [new(name, samplingKeyColumn)], range),
            _ => new HashingEstimator(_env, [new(name, samplingKeyColumn, 30, (uint?)seed ?? HashingEstimator.DefaultSeed, Combine: true)]),
        };
        data = estimator.Fit(data).Transform(data);
        return name;
    }

    // The numbers are uniform in [0, 1) and belong to positions: shuffling the source would give them to other rows.
    private static RowToRowMapperTransform AddRandomNumbers(IDataView data, string name, uint seed)
    {
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
