namespace Microsoft.ML.Transforms;

public sealed class OneHotEncodingEstimator : IEstimator<OneHotEncodingTransformer>
{
    private readonly EstimatorChain<ITransformer> _chain;

    internal OneHotEncodingEstimator(
        IHostEnvironment env, InputOutputColumnPair[] columns, ValueToKeyMappingEstimator.Options options, OutputKind outputKind) =>
        _chain = Chain(env, new ValueToKeyMappingEstimator(env, columns, options), columns, outputKind);

    public enum OutputKind : byte
    {
        Bag = 1,
        Indicator = 2,
        Key = 3,
        Binary = 4,
    }

    public OneHotEncodingTransformer Fit(IDataView input) => new(_chain.Fit(input));
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _chain.GetOutputSchema(inputSchema);

    /// <summary>Keys, and what is made of them.</summary>
    internal static EstimatorChain<ITransformer> Chain(
        IHostEnvironment env, IEstimator<ITransformer> toKey, InputOutputColumnPair[] columns, OutputKind kind)
    {
        var keys = new EstimatorChain<ITransformer>().Append(toKey);
        var pairs = Array.ConvertAll(columns, c => (c.OutputColumnName, c.OutputColumnName));
        return kind switch
        {
            OutputKind.Key => keys,
            OutputKind.Binary => keys.Append<ITransformer>(new KeyToBinaryVectorMappingEstimator(env, pairs)),
            OutputKind.Bag or OutputKind.Indicator =>
                keys.Append<ITransformer>(new KeyToVectorMappingEstimator(env, kind == OutputKind.Bag, pairs)),
            _ => throw env.ExceptUserArg(nameof(OutputKind)),
        };
    }
}

public sealed class OneHotHashEncodingEstimator : IEstimator<OneHotHashEncodingTransformer>
{
    private readonly EstimatorChain<ITransformer> _chain;

    internal OneHotHashEncodingEstimator(IHostEnvironment env, HashingEstimator toKey, InputOutputColumnPair[] columns,
        OneHotEncodingEstimator.OutputKind outputKind) => _chain = OneHotEncodingEstimator.Chain(env, toKey, columns, outputKind);

    public OneHotHashEncodingTransformer Fit(IDataView input) => new(_chain.Fit(input));
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _chain.GetOutputSchema(inputSchema);
}

// A saved encoder is the chain of its parts.
public sealed class OneHotEncodingTransformer : ITransformer
{
    private readonly ITransformer _chain;

    internal OneHotEncodingTransformer(ITransformer chain) => _chain = chain;

    bool ITransformer.IsRowToRowMapper => _chain.IsRowToRowMapper;
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _chain.GetOutputSchema(inputSchema);
    public IDataView Transform(IDataView input) => _chain.Transform(input);
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => _chain.GetRowToRowMapper(inputSchema);
    void ICanSaveModel.Save(ModelSaveContext ctx) => _chain.Save(ctx);
}

public sealed class OneHotHashEncodingTransformer : ITransformer
{
    private readonly ITransformer _chain;

    internal OneHotHashEncodingTransformer(ITransformer chain) => _chain = chain;

    bool ITransformer.IsRowToRowMapper => _chain.IsRowToRowMapper;
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _chain.GetOutputSchema(inputSchema);
    public IDataView Transform(IDataView input) => _chain.Transform(input);
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => _chain.GetRowToRowMapper(inputSchema);
    void ICanSaveModel.Save(ModelSaveContext ctx) => _chain.Save(ctx);
}
