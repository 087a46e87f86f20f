namespace Microsoft.ML.Transforms.TimeSeries;

/// <summary>Forecasts one series: examples move its state on, predictions without an example leave it.</summary>
public sealed class TimeSeriesPredictionEngine<TSrc, TDst> : PredictionEngineBase<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    private readonly ITransformer _transformer;
    private readonly List<SsaState> _states;

    internal TimeSeriesPredictionEngine(
        IHostEnvironment env, ITransformer transformer, PredictionEngineOptions options, List<SsaState> states)
        : base(Contracts.CheckRef(env, nameof(env)), transformer, Contracts.CheckRef(options, nameof(options)),
            schema => Bind(transformer, schema, states)) => (_transformer, _states) = (transformer, states);

    public void CheckPoint(IHostEnvironment env, string modelPath) => new ModelOperationsCatalog(env).Save(Chain, null, modelPath);

    public void CheckPoint(IHostEnvironment env, Stream stream) => new ModelOperationsCatalog(env).Save(Chain, null, stream);

    public void Predict(TSrc? example, ref TDst prediction, int? horizon = null, float? confidenceLevel = null)
    {
        if (example != null)
            ExtractValues(example);
        foreach (var state in _states)
        {
            (state.Horizon, state.ConfidenceLevel) = (horizon, confidenceLevel);
            if (example != null)
                state.Feed();
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

    private ITransformer Chain =>
        _transformer is IEnumerable<ITransformer> ? _transformer : new TransformerChain<ITransformer>(_transformer);

    private static IRowToRowMapper Bind(ITransformer transformer, DataViewSchema schema, List<SsaState> states)
    {
        var steps = transformer is IEnumerable<ITransformer> chain ? chain : [transformer];
        Contracts.CheckParam(steps.All(t => t.IsRowToRowMapper || t is SsaForecastingTransformer), nameof(transformer),
            "Must be a row to row mapper or IStatefulTransformer");
        return steps.Aggregate((IRowToRowMapper)new BoundRowMapper(schema), (mapper, step) => new CompositeRowToRowMapper(mapper,
            step is SsaForecastingTransformer forecaster
                ? forecaster.BindEngine(mapper.OutputSchema, states) : step.GetRowToRowMapper(mapper.OutputSchema)));
    }
}

public static class PredictionFunctionExtensions
{
    public static TimeSeriesPredictionEngine<TSrc, TDst> CreateTimeSeriesEngine<TSrc, TDst>(
        this ITransformer transformer, IHostEnvironment env, bool ignoreMissingColumns = false,
        SchemaDefinition? inputSchemaDefinition = null, SchemaDefinition? outputSchemaDefinition = null)
        where TSrc : class
        where TDst : class, new() => transformer.CreateTimeSeriesEngine<TSrc, TDst>(env, new PredictionEngineOptions
        {
            IgnoreMissingColumns = ignoreMissingColumns,
            InputSchemaDefinition = inputSchemaDefinition,
            OutputSchemaDefinition = outputSchemaDefinition,
        });

    public static TimeSeriesPredictionEngine<TSrc, TDst> CreateTimeSeriesEngine<TSrc, TDst>(
        this ITransformer transformer, IHostEnvironment env, PredictionEngineOptions options)
        where TSrc : class
        where TDst : class, new() => new(env, transformer, options, []);
}
