using System.Collections;

[assembly: LoadableClass(typeof(TransformerChain<ITransformer>), null, typeof(SignatureLoadModel),
    "Transformer Chain", TransformerChain<ITransformer>.LoaderSignature)]

namespace Microsoft.ML.Data;

[Flags]
public enum TransformerScope
{
    None = 0,
    Training = 1,
    Testing = 2,
    Scoring = 4,
    TrainTest = Training | Testing,
    Everything = Training | Testing | Scoring,
}

/// <summary>Estimators fitted one after another, each on what those before it make of the data.</summary>
public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    public readonly IEstimator<TLastTransformer> LastEstimator;
    private readonly ChainLink[] _links;

    public EstimatorChain() : this([]) { }

    // The chain without members has no last one; the type cannot say so, it is the official one.
    internal EstimatorChain(ChainLink[] links) =>
        (_links, LastEstimator) = (links, (IEstimator<TLastTransformer>)links.LastOrDefault()?.Estimator!);

    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        // What does not fit together fails before anything is trained.
        GetOutputSchema(SchemaShape.Create(input.Schema));
        var transformers = new ITransformer[_links.Length];
        foreach (var (i, link) in _links.Index())
        {
            transformers[i] = link.Estimator.Fit(input);
            if (i == _links.Length - 1)
                break;
            input = transformers[i].Transform(input);
            input = link.CacheHost is { } host ? new CacheView(host, input) : input;
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
        return _links[^1].CacheHost != null ? this
            : new([.. _links[..^1], _links[^1] with { CacheHost = env.Register(nameof(EstimatorChain<TLastTransformer>)) }]);
    }
}

/// <summary>One estimator of a chain. Where a host to cache with is given, those after it read its output from memory.</summary>
internal sealed record ChainLink(IEstimator<ITransformer> Estimator, TransformerScope Scope, IHost? CacheHost = null);

/// <summary>An estimator that learns nothing: it has its transformer from the start.</summary>
public abstract class TrivialEstimator<TTransformer> : IEstimator<TTransformer> where TTransformer : class, ITransformer
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

public sealed class TransformerChain<TLastTransformer> : ITransformer, IEnumerable<ITransformer>, IDisposable
    where TLastTransformer : class, ITransformer
{
    // Also the name of the directory that the model zip has for it.
    internal const string LoaderSignature = "TransformerChain";
    public readonly TLastTransformer LastTransformer;
    private readonly ITransformer[] _transformers;
    private readonly TransformerScope[] _scopes;
    private bool _disposed;

    public TransformerChain(IEnumerable<ITransformer> transformers, IEnumerable<TransformerScope> scopes)
    {
        (_transformers, _scopes) = ([.. transformers ?? []], [.. scopes ?? []]);
        Contracts.Check(_transformers.Length == _scopes.Length, "A chain needs one scope a transformer.");
        // The chain without members has no last one; the type cannot say so, it is the official one.
        LastTransformer = _transformers.Length == 0 ? null! : _transformers[^1] as TLastTransformer
            ?? throw Contracts.Except($"The chain does not end with a {typeof(TLastTransformer).Name}.");
    }

    public TransformerChain(params ITransformer[] transformers)
        : this(transformers, Enumerable.Repeat(TransformerScope.Everything, transformers?.Length ?? 0)) { }

    internal TransformerChain(IHostEnvironment env, ModelLoadContext ctx) : this(Read(env, ctx, out var scopes), scopes) { }

    bool ITransformer.IsRowToRowMapper => _transformers.All(t => t.IsRowToRowMapper);

    private static VersionInfo Version =>
        new("XF CHAIN", 0x00010001, 0x00010001, 0x00010001, typeof(TransformerChain<>).Assembly.FullName!, LoaderSignature);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => GetOutputSchema(inputSchema, TransformerScope.Scoring);
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema, TransformerScope scope) =>
        InScope(scope).Aggregate(Contracts.CheckRef(inputSchema, nameof(inputSchema)), (schema, member) => member.GetOutputSchema(schema));

    public IDataView Transform(IDataView input) => Transform(input, TransformerScope.Scoring);
    public IDataView Transform(IDataView input, TransformerScope scope) =>
        InScope(scope).Aggregate(Contracts.CheckRef(input, nameof(input)), (data, member) => member.Transform(data));

    public TransformerChain<TNewLast> Append<TNewLast>(TNewLast transformer, TransformerScope scope = TransformerScope.Everything)
        where TNewLast : class, ITransformer =>
        new([.. _transformers, Contracts.CheckRef(transformer, nameof(transformer))], [.. _scopes, scope]);

    public IEnumerator<ITransformer> GetEnumerator() => _transformers.AsEnumerable().GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        Contracts.Check(((ITransformer)this).IsRowToRowMapper,
            nameof(ITransformer.GetRowToRowMapper) + " method called despite " + nameof(ITransformer.IsRowToRowMapper) + " being false.");
        return _transformers.Aggregate((IRowToRowMapper)new BoundRowMapper(inputSchema), (mapper, member) =>
            new CompositeRowToRowMapper(mapper, member.GetRowToRowMapper(mapper.OutputSchema)));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(_transformers.Length);
        foreach (var (i, transformer) in _transformers.Index())
        {
            ctx.Writer.Write((int)_scopes[i]);
            ctx.SaveModel(transformer, MemberName(i));
        }
    }

    public void Dispose()
    {
        foreach (var transformer in _disposed ? [] : _transformers.OfType<IDisposable>())
            transformer.Dispose();
        _disposed = true;
    }

    private static ITransformer[] Read(IHostEnvironment env, ModelLoadContext ctx, out TransformerScope[] scopes)
    {
        ctx.CheckAtModel(Version);
        var transformers = new ITransformer[ctx.Reader.ReadCount(sizeof(int))];
        scopes = new TransformerScope[transformers.Length];
        for (var i = 0; i < transformers.Length; i++)
        {
            scopes[i] = (TransformerScope)ctx.Reader.ReadInt32();
            ctx.LoadModel<ITransformer, SignatureLoadModel>(env, out transformers[i], MemberName(i));
        }
        return transformers;
    }

    private static string MemberName(int index) => $"Transform_{index:000}";
    private IEnumerable<ITransformer> InScope(TransformerScope scope) => _transformers.Where((_, i) => (_scopes[i] & scope) != 0);
}

/// <summary>A row mapper over the rows of another.</summary>
internal sealed record CompositeRowToRowMapper(IRowToRowMapper First, IRowToRowMapper Second) : IRowToRowMapper
{
    public DataViewSchema InputSchema => First.InputSchema;
    public DataViewSchema OutputSchema => Second.OutputSchema;
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        First.GetDependencies(Second.GetDependencies(dependingColumns));
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        Second.GetRow(First.GetRow(input, Second.GetDependencies(activeColumns)), activeColumns);
}
