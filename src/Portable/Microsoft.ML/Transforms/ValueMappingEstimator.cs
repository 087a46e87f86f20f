using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Maps values by a dictionary; there is nothing to learn.</summary>
public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    internal ValueMappingEstimator(IHostEnvironment env, ValueMap map, (string outputColumnName, string inputColumnName)[] columns)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register(nameof(ValueMappingEstimator)), new ValueMappingTransformer(env, map, columns))
    {
    }

    /// <inheritdoc/>
    public sealed override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        var map = Transformer.Map;
        var isKey = map.ValueType is KeyDataViewType;
        DataViewType itemType = isKey ? ColumnTypeExtensions.PrimitiveTypeFromType(map.ValueType.RawType) : map.ValueType;
        var result = inputSchema.ToDictionary(c => c.Name);
        foreach (var (output, input) in Transformer.Columns)
        {
            if (!inputSchema.TryFindColumn(input, out var column))
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", input);
            result[output] = new SchemaShape.Column(output, column.Kind, itemType, isKey, SchemaShape.Create(map.Annotations.Schema));
        }

        return new SchemaShape(result.Values);
    }
}

/// <summary>Maps values of one type to values of another.</summary>
public sealed class ValueMappingEstimator<TKey, TValue> : ValueMappingEstimator
{
    internal ValueMappingEstimator(
        IHostEnvironment env,
        IEnumerable<KeyValuePair<TKey, TValue>> pairs,
        bool valuesAsKeys,
        params (string outputColumnName, string inputColumnName)[] columns)
        : base(env, ValueMap.Create([.. pairs], valuesAsKeys), columns)
    {
    }
}
