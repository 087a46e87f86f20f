namespace Microsoft.ML.Transforms;

public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    internal const long DefaultMaximumExampleCount = 1000000000;

    private readonly IHost _host;
    private readonly (string Output, string Input)[] _columns;
    private readonly NormalizerOptions _options;

    internal NormalizingEstimator(IHostEnvironment env, InputOutputColumnPair[] columns, NormalizerOptions options)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(NormalizingEstimator));
        _columns = InputOutputColumnPair.ConvertToValueTuples(columns);
        _host.CheckParam(options.MaximumExampleCount > 1, "maximumExampleCount", "Must be greater than 1");
        _options = options;
    }

    public NormalizingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var sources = OneToOneTransformerBase.FindSources(_host, input.Schema, _columns, "data");
        var functions = ColumnLearner<NormalizerFunction>.Learn(_host, input, sources, _options.CreateStatistics);
        return new NormalizingTransformer(_host, _columns, functions, Array.ConvertAll(sources, s => s.Type));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(_host, _columns, column =>
    {
        void Check(bool holds, string expected)
        {
            if (!holds)
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name, expected, column.GetTypeString());
        }
        Check(column.Kind != SchemaShape.Column.VectorKind.VariableVector, "known-size vector or scalar");
        Check(
            column.ItemType == NumberDataViewType.Single || column.ItemType == NumberDataViewType.Double,
            "vector or scalar of Single or Double");
        return new ItemShape(
            column.Kind, column.ItemType, column.IsKey,
            [Shapes.IsNormalized, .. Shapes.Only(column, AnnotationUtils.Kinds.SlotNames)]);
    });
}
