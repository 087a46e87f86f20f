using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Hashes the values of columns and encodes the hashes as vectors.</summary>
public sealed class OneHotHashEncodingEstimator : IEstimator<OneHotHashEncodingTransformer>
{
    private readonly HashingEstimator _toKey;
    private readonly IEstimator<ITransformer>[] _fromKey;

    internal OneHotHashEncodingEstimator(
        IHostEnvironment env, HashingEstimator.ColumnOptions[] columns, OneHotEncodingEstimator.OutputKind outputKind)
    {
        var host = Contracts.CheckRef(env, nameof(env)).Register(nameof(OneHotHashEncodingEstimator));
        _toKey = new HashingEstimator(host, columns);
        _fromKey = OneHotEncodingEstimator.KeyEncoders(host, Array.ConvertAll(columns, c => c.Name), outputKind);
    }

    /// <summary>Makes the transformer.</summary>
    public OneHotHashEncodingTransformer Fit(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        return new OneHotHashEncodingTransformer(OneHotEncodingEstimator.FitChain(_toKey, _fromKey, input));
    }

    /// <summary>The schema with the encoded columns.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        _fromKey.Aggregate(_toKey.GetOutputSchema(inputSchema), (schema, estimator) => estimator.GetOutputSchema(schema));
}

/// <summary>Encodes the hashes of values as vectors or keys.</summary>
public sealed class OneHotHashEncodingTransformer : ITransformer
{
    private readonly TransformerChain<ITransformer> _chain;

    internal OneHotHashEncodingTransformer(TransformerChain<ITransformer> chain) => _chain = chain;

    bool ITransformer.IsRowToRowMapper => ((ITransformer)_chain).IsRowToRowMapper;

    /// <summary>The schema with the encoded columns.</summary>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _chain.GetOutputSchema(inputSchema);

    /// <summary>The data with the encoded columns.</summary>
    public IDataView Transform(IDataView input) => _chain.Transform(input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => ((ITransformer)_chain).GetRowToRowMapper(inputSchema);

    // A saved encoder is the chain of its parts.
    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)_chain).Save(ctx);
}
