namespace Microsoft.ML.Transforms.TimeSeries;

/// <summary>Forecasts one series: examples move its state on, predictions without an example leave it.</summary>
public sealed class TimeSeriesPredictionEngine<TSrc, TDst> : PredictionEngineBase<TSrc, TDst> where TSrc : class where TDst : class, new()
{
    private readonly TransformerChain<ITransformer> _chain;

    internal TimeSeriesPredictionEngine(IHostEnvironment env, ITransformer transformer, PredictionEngineOptions options)
        : this(env, transformer, options, new([.. (transformer as IEnumerable<ITransformer> ?? [transformer])
            .Select(step => step is SsaForecastingTransformer forecaster ? forecaster.CopyForEngine() : step)]))
    { }

    private TimeSeriesPredictionEngine(
        IHostEnvironment env, ITransformer transformer, PredictionEngineOptions options, TransformerChain<ITransformer> chain)
        : base(Contracts.CheckRef(env, nameof(env)), transformer, Contracts.CheckRef(options, nameof(options)),
            ((ITransformer)chain).GetRowToRowMapper) => _chain = chain;

    public void CheckPoint(IHostEnvironment env, string modelPath) => new ModelOperationsCatalog(env).Save(_chain, null, modelPath);
    public void CheckPoint(IHostEnvironment env, Stream stream) => new ModelOperationsCatalog(env).Save(_chain, null, stream);

    public void Predict(TSrc? example, ref TDst prediction, int? horizon = null, float? confidenceLevel = null)
    {
        if (example != null)
            ExtractValues(example);
        foreach (var forecaster in _chain.OfType<SsaForecastingTransformer>())
        {
            forecaster.Request = (horizon, confidenceLevel);
            if (example != null)
                forecaster.Feed!();
        }
        if (prediction != null)
            FillValues(prediction);
    }

    public override void Predict(TSrc example, ref TDst prediction) => Predict(example, ref prediction, null, null);

    public TDst Predict(TSrc? example, int? horizon = null, float? confidenceLevel = null)
    {
        var prediction = new TDst();
        Predict(example, ref prediction, horizon, confidenceLevel);
        return prediction;
    }

    public TDst Predict(int? horizon = null, float? confidenceLevel = null) => Predict(null, horizon, confidenceLevel);
}

public static class PredictionFunctionExtensions
{
    public static TimeSeriesPredictionEngine<TSrc, TDst> CreateTimeSeriesEngine<TSrc, TDst>(
        this ITransformer transformer, IHostEnvironment env, bool ignoreMissingColumns = false,
        SchemaDefinition? inputSchemaDefinition = null, SchemaDefinition? outputSchemaDefinition = null) where TSrc : class
        where TDst : class, new() => transformer.CreateTimeSeriesEngine<TSrc, TDst>(env, new()
        {
            IgnoreMissingColumns = ignoreMissingColumns,
            InputSchemaDefinition = inputSchemaDefinition,
            OutputSchemaDefinition = outputSchemaDefinition,
        });
    public static TimeSeriesPredictionEngine<TSrc, TDst> CreateTimeSeriesEngine<TSrc, TDst>(
        this ITransformer transformer, IHostEnvironment env, PredictionEngineOptions options) where TSrc : class
        where TDst : class, new() => new(env, transformer, options);
}
