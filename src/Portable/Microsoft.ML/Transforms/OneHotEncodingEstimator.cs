namespace Microsoft.ML.Transforms;

public sealed class OneHotEncodingEstimator : IEstimator<OneHotEncodingTransformer>
{
    private readonly KeyEncoding _encoding;

    internal OneHotEncodingEstimator(
        IHostEnvironment env, InputOutputColumnPair[] columns, ValueToKeyMappingEstimator.Options options, OutputKind outputKind)
    {
        var host = Contracts.CheckRef(env, nameof(env)).Register(nameof(OneHotEncodingEstimator));
        _encoding = new KeyEncoding(
            host,
            new ValueToKeyMappingEstimator(host, columns, options),
            Array.ConvertAll(columns, c => (c.OutputColumnName, c.OutputColumnName)),
            outputKind);
    }

    public enum OutputKind : byte
    {
        Bag = 1,
        Indicator = 2,
        Key = 3,
        Binary = 4,
    }

    public OneHotEncodingTransformer Fit(IDataView input) => new(_encoding.Fit(input));

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _encoding.GetOutputSchema(inputSchema);
}

public sealed class OneHotEncodingTransformer : ITransformer
{
    private readonly ITransformer _chain;

    internal OneHotEncodingTransformer(ITransformer chain) => _chain = chain;

    bool ITransformer.IsRowToRowMapper => _chain.IsRowToRowMapper;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _chain.GetOutputSchema(inputSchema);

    public IDataView Transform(IDataView input) => _chain.Transform(input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => _chain.GetRowToRowMapper(inputSchema);

    // A saved encoder is the chain of its parts.
    void ICanSaveModel.Save(ModelSaveContext ctx) => _chain.Save(ctx);
}

/// <summary>Keys, and what is made of them.</summary>
internal sealed class KeyEncoding(
    IHost host, IEstimator<ITransformer> toKey, (string, string)[] columns, OneHotEncodingEstimator.OutputKind kind)
{
    private readonly IEstimator<ITransformer>[] _estimators = kind switch
    {
        OneHotEncodingEstimator.OutputKind.Key => [toKey],
        OneHotEncodingEstimator.OutputKind.Binary => [toKey, new KeyToBinaryVectorMappingEstimator(host, columns)],
        OneHotEncodingEstimator.OutputKind.Bag => [toKey, new KeyToVectorMappingEstimator(host, true, columns)],
        OneHotEncodingEstimator.OutputKind.Indicator => [toKey, new KeyToVectorMappingEstimator(host, false, columns)],
        _ => throw host.ExceptUserArg(nameof(OneHotEncodingEstimator.OutputKind)),
    };

    public ITransformer Fit(IDataView data)
    {
        host.CheckValue(data, "input");
        var transformers = new List<ITransformer>();
        foreach (var estimator in _estimators)
        {
            transformers.Add(estimator.Fit(data));
            data = transformers[^1].Transform(data);
        }
        return new TransformerChain<ITransformer>([.. transformers]);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        _estimators.Aggregate(inputSchema, (schema, estimator) => estimator.GetOutputSchema(schema));
}
