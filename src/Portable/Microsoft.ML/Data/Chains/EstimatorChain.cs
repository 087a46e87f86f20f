namespace Microsoft.ML.Data;

/// <summary>Estimators fitted one after another, each on what those before it make of the data.</summary>
public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    public readonly IEstimator<TLastTransformer> LastEstimator;
    private readonly ChainLink[] _links;

    public EstimatorChain() : this([]) { }

    internal EstimatorChain(ChainLink[] links)
    {
        _links = links;
        // The chain without members has no last one; the type cannot say so, it is the official one.
        LastEstimator = links.Length == 0 ? null! : (IEstimator<TLastTransformer>)links[^1].Estimator;
    }

    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        // What does not fit together fails before anything is trained.
        GetOutputSchema(SchemaShape.Create(input.Schema));
        var transformers = new ITransformer[_links.Length];
        for (var i = 0; i < _links.Length; i++)
        {
            transformers[i] = _links[i].Estimator.Fit(input);
            if (i == _links.Length - 1)
                break;
            input = transformers[i].Transform(input);
            if (_links[i].CacheHost is { } host)
                input = new CacheView(host, input);
        }
        return new TransformerChain<TLastTransformer>(transformers, _links.Select(l => l.Scope));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        _links.Aggregate(inputSchema, (schema, link) => link.Estimator.GetOutputSchema(schema));

    public EstimatorChain<TNewTrans> Append<TNewTrans>(
        IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer => new([.. _links, new ChainLink(Contracts.CheckRef(estimator, nameof(estimator)), scope)]);

    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        Contracts.CheckValue(env, nameof(env));
        Contracts.Check(_links.Length > 0, "Current estimator chain has no estimator, can't append cache checkpoint.");
        return _links[^1].CacheHost != null
            ? this
            : new([.. _links[..^1], _links[^1] with { CacheHost = env.Register(nameof(EstimatorChain<TLastTransformer>)) }]);
    }
}

/// <summary>One estimator of a chain. Where a host to cache with is given, those after it read its output from memory.</summary>
internal sealed record ChainLink(IEstimator<ITransformer> Estimator, TransformerScope Scope, IHost? CacheHost = null);

/// <summary>An estimator that learns nothing: it has its transformer from the start.</summary>
public abstract class TrivialEstimator<TTransformer> : IEstimator<TTransformer>
    where TTransformer : class, ITransformer
{
    private protected readonly IHost Host;
    private protected readonly TTransformer Transformer;

    private protected TrivialEstimator(IHostEnvironment env, TTransformer transformer) =>
        (Host, Transformer) = (Contracts.CheckRef(env, nameof(env)).Register(GetType().Name), transformer);

    public TTransformer Fit(IDataView input)
    {
        Host.CheckValue(input, nameof(input));
        // Fails here, not when the first row is read, where the input does not fit.
        Transformer.GetOutputSchema(input.Schema);
        return Transformer;
    }

    public abstract SchemaShape GetOutputSchema(SchemaShape inputSchema);
}
