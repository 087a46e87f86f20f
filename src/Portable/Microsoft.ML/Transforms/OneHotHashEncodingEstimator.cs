namespace Microsoft.ML.Transforms;

public sealed class OneHotHashEncodingEstimator : IEstimator<OneHotHashEncodingTransformer>
{
    private readonly KeyEncoding _encoding;

    internal OneHotHashEncodingEstimator(
        IHostEnvironment env, HashingEstimator.ColumnOptions[] columns, OneHotEncodingEstimator.OutputKind outputKind)
    {
        var host = Contracts.CheckRef(env, nameof(env)).Register(nameof(OneHotHashEncodingEstimator));
        _encoding = new KeyEncoding(
            host, new HashingEstimator(host, columns), Array.ConvertAll(columns, c => (c.Name, c.Name)), outputKind);
    }

    public OneHotHashEncodingTransformer Fit(IDataView input) => new(_encoding.Fit(input));

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _encoding.GetOutputSchema(inputSchema);
}

public sealed class OneHotHashEncodingTransformer : ITransformer
{
    private readonly ITransformer _chain;

    internal OneHotHashEncodingTransformer(ITransformer chain) => _chain = chain;

    bool ITransformer.IsRowToRowMapper => _chain.IsRowToRowMapper;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _chain.GetOutputSchema(inputSchema);

    public IDataView Transform(IDataView input) => _chain.Transform(input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => _chain.GetRowToRowMapper(inputSchema);

    // A saved encoder is the chain of its parts.
    void ICanSaveModel.Save(ModelSaveContext ctx) => _chain.Save(ctx);
}
