using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns the distinct values of columns and encodes them as vectors.</summary>
public sealed class OneHotEncodingEstimator : IEstimator<OneHotEncodingTransformer>
{
    private readonly ValueToKeyMappingEstimator _toKey;
    private readonly IEstimator<ITransformer>[] _fromKey;

    internal OneHotEncodingEstimator(
        IHostEnvironment env, ValueToKeyMappingEstimator.ColumnOptions[] columns, OutputKind outputKind, IDataView? keyData = null)
    {
        var host = Contracts.CheckRef(env, nameof(env)).Register(nameof(OneHotEncodingEstimator));
        _toKey = new ValueToKeyMappingEstimator(host, columns, keyData);
        _fromKey = KeyEncoders(host, Array.ConvertAll(columns, c => c.OutputColumnName), outputKind);
    }

    /// <summary>What a value becomes.</summary>
    public enum OutputKind : byte
    {
        /// <summary>Counts of the values in a vector column.</summary>
        Bag = 1,

        /// <summary>A one in the slot of the value, for each value of a vector column.</summary>
        Indicator = 2,

        /// <summary>A key.</summary>
        Key = 3,

        /// <summary>The bits of the key.</summary>
        Binary = 4,
    }

    /// <summary>Reads the data once and makes the transformer.</summary>
    public OneHotEncodingTransformer Fit(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        return new OneHotEncodingTransformer(FitChain(_toKey, _fromKey, input));
    }

    /// <summary>The schema with the encoded columns.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        _fromKey.Aggregate(_toKey.GetOutputSchema(inputSchema), (schema, estimator) => estimator.GetOutputSchema(schema));

    /// <summary>What makes the wanted output of key columns, in place.</summary>
    internal static IEstimator<ITransformer>[] KeyEncoders(IHost host, string[] columns, OutputKind kind) => kind switch
    {
        OutputKind.Key => [],
        OutputKind.Binary => [new KeyToBinaryVectorMappingEstimator(host, Array.ConvertAll(columns, c => (c, c)))],
        OutputKind.Bag or OutputKind.Indicator =>
        [
            new KeyToVectorMappingEstimator(
                host, Array.ConvertAll(columns, c => new KeyToVectorMappingEstimator.ColumnOptions(c, c, kind == OutputKind.Bag))),
        ],
        _ => throw host.ExceptUserArg(nameof(OutputKind)),
    };

    internal static TransformerChain<ITransformer> FitChain(
        IEstimator<ITransformer> first, IEstimator<ITransformer>[] others, IDataView data)
    {
        var transformers = new List<ITransformer>();
        foreach (var estimator in others.Prepend(first))
        {
            transformers.Add(estimator.Fit(data));
            data = transformers[^1].Transform(data);
        }

        return new TransformerChain<ITransformer>([.. transformers]);
    }
}

/// <summary>Encodes values as vectors or keys.</summary>
public sealed class OneHotEncodingTransformer : ITransformer
{
    private readonly TransformerChain<ITransformer> _chain;

    internal OneHotEncodingTransformer(TransformerChain<ITransformer> chain) => _chain = chain;

    bool ITransformer.IsRowToRowMapper => ((ITransformer)_chain).IsRowToRowMapper;

    /// <summary>The schema with the encoded columns.</summary>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _chain.GetOutputSchema(inputSchema);

    /// <summary>The data with the encoded columns.</summary>
    public IDataView Transform(IDataView input) => _chain.Transform(input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => ((ITransformer)_chain).GetRowToRowMapper(inputSchema);

    // A saved encoder is the chain of its parts.
    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)_chain).Save(ctx);
}
