namespace Microsoft.ML;

/// <summary>Scores one object at a time. Not to be shared between threads: it has one row, used again and again.</summary>
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable where TSrc : class where TDst : class, new()
{
    private readonly IDisposable? _owned;
    private readonly DataViewRowCursor _input;
    private readonly DataViewRow _output;
    private readonly Action<TDst> _fill;
    private TSrc? _example;

    private protected PredictionEngineBase(IHostEnvironment env, ITransformer transformer, PredictionEngineOptions options,
        Func<DataViewSchema, IRowToRowMapper>? bind = null)
    {
        env.CheckValue(transformer, nameof(transformer));
        env.CheckParam(bind != null || transformer.IsRowToRowMapper, nameof(transformer), "Must be a row to row mapper");
        _owned = options.OwnsTransformer ? transformer as IDisposable : null;
        // As many hosts as officially, since the seeds of later ones depend on it; the sink below registers one more.
        env.Register("Row");
        env.Register("EmptyDataView");
        var examples = new EnumerableDataView<TSrc>(Examples(), options.InputSchemaDefinition);
        _input = examples.GetRowCursor(examples.Schema);
        var mapper = (bind ?? transformer.GetRowToRowMapper)(examples.Schema);
        OutputSchema = mapper.OutputSchema;
        var sink = new RowSink<TDst>(env, OutputSchema, options.IgnoreMissingColumns, options.OutputSchemaDefinition);
        _output = mapper.GetRow(_input, bind is null ? sink.Columns : OutputSchema);
        _fill = sink.MakeFiller(_output);

        IEnumerable<TSrc> Examples()
        {
            while (true)
                yield return _example!;
        }
    }

    public DataViewSchema OutputSchema { get; }

    public TDst Predict(TSrc example)
    {
        var result = new TDst();
        Predict(example, ref result);
        return result;
    }

    public abstract void Predict(TSrc example, ref TDst prediction);

    public void Dispose()
    {
        _output.Dispose();
        _owned?.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void FillValues(TDst prediction) => _fill(prediction);
    private protected void ExtractValues(TSrc example)
    {
        _example = example;
        _input.MoveNext();
    }
}

public sealed class PredictionEngine<TSrc, TDst> : PredictionEngineBase<TSrc, TDst> where TSrc : class where TDst : class, new()
{
    internal PredictionEngine(IHostEnvironment env, ITransformer transformer, PredictionEngineOptions options)
        : base(env, transformer, options) { }

    public override void Predict(TSrc example, ref TDst prediction)
    {
        Contracts.CheckValue(example, nameof(example));
        ExtractValues(example);
        FillValues(prediction ??= new TDst());
    }
}

public sealed class PredictionEngineOptions
{
    public bool IgnoreMissingColumns = true;
    public SchemaDefinition? InputSchemaDefinition;
    public SchemaDefinition? OutputSchemaDefinition;
    public bool OwnsTransformer = true;
}
