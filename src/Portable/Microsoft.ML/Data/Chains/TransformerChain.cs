using System.Collections;

[assembly: LoadableClass(typeof(TransformerChain<ITransformer>), null, typeof(SignatureLoadModel),
    "Transformer Chain", TransformerChain<ITransformer>.LoaderSignature)]

namespace Microsoft.ML.Data;

[Flags]
public enum TransformerScope
{
    None = 0,
    Training = 1 << 0,
    Testing = 1 << 1,
    Scoring = 1 << 2,
    TrainTest = Training | Testing,
    Everything = Training | Testing | Scoring,
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

    internal TransformerChain(IHostEnvironment env, ModelLoadContext ctx)
        : this(Read(env, ctx, out var scopes), scopes) { }

    bool ITransformer.IsRowToRowMapper => _transformers.All(t => t.IsRowToRowMapper);

    private static VersionInfo Version =>
        new("XF CHAIN", 0x00010001, 0x00010001, 0x00010001, typeof(TransformerChain<>).Assembly.FullName!, LoaderSignature);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => GetOutputSchema(inputSchema, TransformerScope.Scoring);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema, TransformerScope scope) =>
        InScope(scope).Aggregate(Contracts.CheckRef(inputSchema, nameof(inputSchema)), (schema, member) => member.GetOutputSchema(schema));

    public IDataView Transform(IDataView input) => Transform(input, TransformerScope.Scoring);

    public IDataView Transform(IDataView input, TransformerScope scope) =>
        InScope(scope).Aggregate(Contracts.CheckRef(input, nameof(input)), (data, member) => member.Transform(data));

    public TransformerChain<ITransformer> GetModelFor(TransformerScope scopeFilter) =>
        new(InScope(scopeFilter), _scopes.Where(s => (s & scopeFilter) != 0));

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
        for (var i = 0; i < _transformers.Length; i++)
        {
            ctx.Writer.Write((int)_scopes[i]);
            ctx.SaveModel(_transformers[i], MemberName(i));
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (var transformer in _transformers)
            (transformer as IDisposable)?.Dispose();
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
