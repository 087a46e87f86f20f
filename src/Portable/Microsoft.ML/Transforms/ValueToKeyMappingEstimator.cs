using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    internal const int DefaultMaximumNumberOfKeys = 1000000;

    private readonly IHost _host;
    private readonly (string Output, string Input)[] _columns;
    private readonly Options _options;

    internal ValueToKeyMappingEstimator(IHostEnvironment env, InputOutputColumnPair[] columns, Options options)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(ValueToKeyMappingEstimator));
        _columns = InputOutputColumnPair.ConvertToValueTuples(_host.CheckNonEmpty(columns, nameof(columns)));
        _host.CheckUserArg(options.MaximumNumberOfKeys > 0, "maximumNumberOfKeys", "Must be positive");
        if (options.KeyData is { Schema.Count: not 1 and var count })
        {
            throw _host.ExceptParam(
                "keyData",
                $"If specified, this data should contain only a single column, but had {count} columns instead. "
                + $"Consider using {nameof(ColumnSelectingEstimator)}.");
        }
        _options = options;
    }

    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1,
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var sources = OneToOneTransformerBase.FindSources(_host, input.Schema, _columns, "inputSchema");
        Array.ForEach(sources, source => ValueToKeyMappingTransformer.CheckType(_host, source));
        var maps = _options.KeyData is { } keyData
            ? Array.ConvertAll(sources, source => LearnKeyData(keyData, source))
            : Learn(input, sources, _options.MaximumNumberOfKeys);
        return new ValueToKeyMappingTransformer(_host, _columns, maps, _options.AsText);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(_host, _columns, column =>
    {
        if (column.ItemType is RowIdDataViewType)
            throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name);
        if (!column.IsKey || !column.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values)
            || values.Kind != VectorKind.Vector)
        {
            values = new SchemaShape.Column(
                AnnotationUtils.Kinds.KeyValues,
                VectorKind.Vector,
                _options.AsText ? TextDataViewType.Instance : column.ItemType,
                column.IsKey && !_options.AsText);
        }
        return new ItemShape(
            column.Kind, NumberDataViewType.UInt32, true, [.. Shapes.Only(column, AnnotationUtils.Kinds.SlotNames), values]);
    });

    private TermMap[] Learn(IDataView data, DataViewSchema.Column[] sources, int maximum) => ColumnLearner<TermMap>.Learn(
        _host, data, sources, (cursor, source) => TermMapBuilder.Create(cursor, source, _options.KeyOrdinality, maximum));

    private TermMap LearnKeyData(IDataView keyData, DataViewSchema.Column source)
    {
        var terms = keyData.Schema[0];
        var expected = source.Type.GetItemType();
        if (!terms.Type.Equals(expected))
            throw _host.ExceptUserArg(nameof(keyData), $"Input data's column must be of type '{expected}' but was '{terms.Type}'");
        return Learn(keyData, [terms], int.MaxValue)[0];
    }

    internal sealed record Options(int MaximumNumberOfKeys, KeyOrdinality KeyOrdinality, bool AsText, IDataView? KeyData);
}
