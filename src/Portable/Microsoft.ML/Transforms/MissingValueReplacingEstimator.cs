using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns what to put in place of missing values.</summary>
public sealed class MissingValueReplacingEstimator : IEstimator<MissingValueReplacingTransformer>
{
    private readonly IHost _host;
    private readonly ColumnOptions[] _columns;

    internal MissingValueReplacingEstimator(IHostEnvironment env, params ColumnOptions[] columns)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(MissingValueReplacingEstimator));
        foreach (var column in columns)
            _host.CheckUserArg(Enum.IsDefined(column.Replacement), "replacementMode", $"Undefined mode '{column.Replacement}'");
        _columns = columns;
    }

    /// <summary>What a missing value is replaced with.</summary>
    public enum ReplacementMode : byte
    {
        /// <summary>Zero.</summary>
        DefaultValue = 0,

        /// <summary>The mean of the values that are there.</summary>
        Mean = 1,

        /// <summary>The smallest value that is there.</summary>
        Minimum = 2,

        /// <summary>The largest value that is there.</summary>
        Maximum = 3,

        /// <summary>The most frequent value.</summary>
        Mode = 5,
    }

    /// <summary>Reads the data once, unless the replacement is the default value, and makes the transformer.</summary>
    public MissingValueReplacingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return MissingValueReplacingTransformer.Train(_host, input, _columns);
    }

    /// <summary>The schema with the filled columns.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        var result = inputSchema.ToDictionary(c => c.Name);
        foreach (var options in _columns)
        {
            if (!inputSchema.TryFindColumn(options.InputColumnName, out var column))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", options.InputColumnName);
            CheckType(_host, column.ItemType, column.IsKey);
            var annotations = AnnotationShapes.Only(column, AnnotationUtils.Kinds.SlotNames, AnnotationUtils.Kinds.IsNormalized);
            result[options.Name] = new SchemaShape.Column(options.Name, column.Kind, column.ItemType, false, annotations);
        }

        return new SchemaShape(result.Values);
    }

    /// <summary>Refuses a type whose missing value is not there, or is its default value.</summary>
    internal static void CheckType(IHost host, DataViewType itemType, bool isKey)
    {
        if (isKey || itemType is KeyDataViewType)
        {
            throw host.ExceptParam(
                "inputSchema",
                $"Type '{itemType}' is not supported by NAReplaceTransform since its NA value is equivalent to its default value");
        }

        if (!MissingValues.Exist(itemType))
        {
            throw host.ExceptParam(
                "inputSchema", $"Type '{itemType}' is not supported by NAReplaceTransform since it doesn't have an NA value");
        }
    }

    internal sealed record ColumnOptions(string Name, string InputColumnName, ReplacementMode Replacement, bool ImputeBySlot);
}
