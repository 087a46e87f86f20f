namespace Microsoft.ML;

public sealed class DataOperationsCatalog : IInternalCatalog
{
    private readonly IHostEnvironment _env;

    internal DataOperationsCatalog(IHostEnvironment env) => _env = env;
    IHostEnvironment IInternalCatalog.Environment => _env;

    public struct TrainTestData
    {
        public readonly IDataView TrainSet, TestSet;
        internal TrainTestData(IDataView trainSet, IDataView testSet) => (TrainSet, TestSet) = (trainSet, testSet);
    }

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition? schemaDefinition = null) where TRow : class =>
        Registered("StreamingDataView", new EnumerableDataView<TRow>(_env.CheckRef(data, nameof(data)), schemaDefinition));
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema) where TRow : class =>
        LoadFromEnumerable(_env.CheckRef(data, nameof(data)), SchemaDefinition.For(typeof(TRow), _env.CheckRef(schema, nameof(schema))));

    public IEnumerable<TRow> CreateEnumerable<TRow>(
        IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition? schemaDefinition = null)
        where TRow : class, new()
    {
        _env.CheckValue(data, nameof(data));
        var sink = new RowSink<TRow>(_env, data.Schema, ignoreMissingColumns, schemaDefinition);
        return Rows();

        IEnumerable<TRow> Rows()
        {
            using var cursor = data.GetRowCursor(sink.Columns);
            var (fill, row) = (sink.MakeFiller(cursor), new TRow());
            for (; cursor.MoveNext(); row = reuseRowObject ? row : new TRow())
            {
                fill(row);
                yield return row;
            }
        }
    }

    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        _env.CheckValue(input, nameof(input));
        var prefetch = Array.ConvertAll(columnsToPrefetch ?? [], name => input.Schema.GetColumnOrNull(name)
            ?? throw _env.ExceptSchemaMismatch(nameof(columnsToPrefetch), "prefetch", name));
        var cache = new CacheView(_env, input);
        if (prefetch.Length > 0)
            cache.Load(prefetch);
        return cache;
    }

    public IDataView FilterRowsByColumn(
        IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckNonEmpty(columnName, nameof(columnName));
        _env.CheckParam(lowerBound < upperBound, nameof(upperBound), "Must be less than lowerBound");
        return FilterByRange<NumberDataViewType>(input, columnName, lowerBound, upperBound, "number");
    }

    public IDataView FilterRowsByKeyColumnFraction(IDataView input, string columnName, double lowerBound = 0, double upperBound = 1)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckNonEmpty(columnName, nameof(columnName));
        _env.CheckParam(lowerBound is >= 0 and <= 1, nameof(lowerBound), "Must be in [0, 1]");
        _env.CheckParam(upperBound is >= 0 and <= 1, nameof(upperBound), "Must be in [0, 1]");
        _env.CheckParam(lowerBound <= upperBound, nameof(upperBound), "Must be no less than lowerBound");
        return FilterByRange<KeyDataViewType>(input, columnName, lowerBound, upperBound, "KeyType");
    }

    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckUserArg(columns is { Length: > 0 }, nameof(columns));
        return Registered("MissingValueFilter", RowSubsetView.WithoutMissing(input, columns));
    }

    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckUserArg(shufflePoolSize > 0, nameof(shufflePoolSize), "Must be positive");
        var host = _env.Register("Shuffle");
        return new ShuffleView(input, seed ?? ((TauswortheHybrid)host.Rand).NextSigned(), shufflePoolSize, shuffleSource);
    }

    public IDataView SkipRows(IDataView input, long count) => SkipTake(input, count, count, long.MaxValue);
    public IDataView TakeRows(IDataView input, long count) => SkipTake(input, count, 0, count);

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

    // Every view registers a host, as it does officially: the seeds of the hosts after it depend on how many there were.
    private IDataView Registered(string name, IDataView view)
    {
        _env.Register(name);
        return view;
    }

    private IDataView SkipTake(IDataView input, long count, long skip, long take)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckUserArg(count > 0, nameof(count), "Must be greater than zero.");
        return Registered("SkipTakeFilter", RowSubsetView.SkipTake(input, skip, take));
    }

    private IDataView FilterByRange<TType>(IDataView input, string columnName, double min, double max, string expected)
    {
        var type = input.Schema[columnName].Type;
        return type is TType ? Registered("RangeFilter", RowSubsetView.InRange(input, columnName, min, max, includeMax: false))
            : throw _env.ExceptSchemaMismatch(nameof(columnName), "filter", columnName, expected, type.ToString()!);
    }

    private TrainTestData Split(IDataView data, string column, double min, double max, bool includeMax)
    {
        return new(Part(inside: false), Part(inside: true));

        IDataView Part(bool inside) => new ColumnSelectingTransformer(_env, null, [column]).Transform(
            Registered("RangeFilter", RowSubsetView.InRange(data, column, min, max, includeMax, complement: !inside)));
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
        IEstimator<ITransformer> estimator = type switch
        {
            KeyDataViewType => new ColumnCopyingEstimator(_env, (name, samplingKeyColumn)),
            _ when MissingValues.Exist(type) => new NormalizingEstimator(_env, [new(name, samplingKeyColumn)],
                new NormalizerOptions.MinMax(NormalizingEstimator.DefaultMaximumExampleCount, FixZero: false)),
            _ => new HashingEstimator(_env, [new(name, samplingKeyColumn, 30, (uint?)seed ?? HashingEstimator.DefaultSeed, Combine: true)]),
        };
        data = estimator.Fit(data).Transform(data);
        return name;
    }

    // The numbers are uniform in [0, 1) and belong to positions: shuffling the source would give them to other rows.
    private static RowToRowMapperTransform AddRandomNumbers(IDataView data, string name, uint seed)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddIsNormalized();
        var column = new DataViewSchema.DetachedColumn(name, NumberDataViewType.Single, annotations.ToAnnotations());
        return new RowToRowMapperTransform(data, new RowMapper([column], [[]], (row, _) =>
        {
            var (random, at, number) = (RandomUtils.Create(seed), -1L, 0f);
            return (ValueGetter<float>)((ref float value) =>
            {
                for (; at < row.Position; at++)
                    number = random.NextSingle();
                value = number;
            });
        }), inOrder: true);
    }
}
