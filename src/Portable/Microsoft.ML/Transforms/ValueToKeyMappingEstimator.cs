using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns the distinct values of columns and makes keys of them.</summary>
public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    internal const int DefaultMaximumNumberOfKeys = 1000000;

    private readonly IHost _host;
    private readonly ColumnOptions[] _columns;
    private readonly IDataView? _keyData;

    internal ValueToKeyMappingEstimator(IHostEnvironment env, ColumnOptions[] columns, IDataView? keyData = null)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(ValueToKeyMappingEstimator));
        _host.CheckNonEmpty(columns, nameof(columns));
        foreach (var column in columns)
            _host.CheckUserArg(column.MaximumNumberOfKeys > 0, "maximumNumberOfKeys", "Must be positive");
        if (keyData != null && keyData.Schema.Count != 1)
        {
            throw _host.ExceptParam(
                nameof(keyData),
                $"If specified, this data should contain only a single column, but had {keyData.Schema.Count} columns instead. "
                + $"Consider using {nameof(ColumnSelectingEstimator)}.");
        }

        _columns = columns;
        _keyData = keyData;
    }

    /// <summary>Which value gets the first key.</summary>
    public enum KeyOrdinality : byte
    {
        /// <summary>The value that occurs first.</summary>
        ByOccurrence = 0,

        /// <summary>The smallest value; of texts the first in ordinal order.</summary>
        ByValue = 1,
    }

    /// <summary>Reads the data once, or the key data where they were given, and makes the transformer.</summary>
    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return ValueToKeyMappingTransformer.Train(_host, input, _columns, _keyData);
    }

    /// <summary>The schema with the key columns.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        var result = inputSchema.ToDictionary(c => c.Name);
        foreach (var options in _columns)
        {
            if (!inputSchema.TryFindColumn(options.InputColumnName, out var column) || column.ItemType is RowIdDataViewType)
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", options.InputColumnName);
            if (!column.IsKey || !column.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values)
                || values.Kind != SchemaShape.Column.VectorKind.Vector)
            {
                values = new SchemaShape.Column(
                    AnnotationUtils.Kinds.KeyValues,
                    SchemaShape.Column.VectorKind.Vector,
                    options.AddKeyValueAnnotationsAsText ? TextDataViewType.Instance : column.ItemType,
                    column.IsKey && !options.AddKeyValueAnnotationsAsText);
            }

            SchemaShape annotations = column.Annotations.TryFindColumn(AnnotationUtils.Kinds.SlotNames, out var slots)
                ? new([slots, values])
                : new([values]);
            result[options.OutputColumnName] = new SchemaShape.Column(
                options.OutputColumnName, column.Kind, NumberDataViewType.UInt32, true, annotations);
        }

        return new SchemaShape(result.Values);
    }

    internal sealed record ColumnOptions(
        string OutputColumnName,
        string InputColumnName,
        int MaximumNumberOfKeys = DefaultMaximumNumberOfKeys,
        KeyOrdinality KeyOrdinality = KeyOrdinality.ByOccurrence,
        bool AddKeyValueAnnotationsAsText = false);
}
