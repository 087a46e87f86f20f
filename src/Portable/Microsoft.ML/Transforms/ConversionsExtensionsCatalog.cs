using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace Microsoft.ML;

/// <summary>Changing the type of columns.</summary>
public static class ConversionsExtensionsCatalog
{
    /// <summary>Changes the item type of a column.</summary>
    public static TypeConvertingEstimator ConvertType(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        DataKind outputKind = DataKind.Single) =>
        new(catalog.GetEnvironment(), new TypeConvertingEstimator.ColumnOptions(outputColumnName, outputKind, inputColumnName));

    /// <summary>Changes the item type of columns.</summary>
    public static TypeConvertingEstimator ConvertType(
        this TransformsCatalog.ConversionTransforms catalog, InputOutputColumnPair[] columns, DataKind outputKind = DataKind.Single) =>
        new(
            catalog.GetEnvironment(),
            Array.ConvertAll(columns, c => new TypeConvertingEstimator.ColumnOptions(c.OutputColumnName, outputKind, c.InputColumnName)));

    /// <summary>Makes keys of the hashes of a column's values.</summary>
    public static HashingEstimator Hash(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        int numberOfBits = HashingEstimator.DefaultNumberOfBits,
        int maximumNumberOfInverts = 0) =>
        catalog.Hash(new HashingEstimator.ColumnOptions(
            outputColumnName, inputColumnName, numberOfBits, maximumNumberOfInverts: maximumNumberOfInverts));

    /// <summary>Makes keys of the hashes of the values of columns.</summary>
    public static HashingEstimator Hash(
        this TransformsCatalog.ConversionTransforms catalog, params HashingEstimator.ColumnOptions[] columns) =>
        new(catalog.GetEnvironment(), columns);

    /// <summary>Makes of a column's keys the values that they stand for.</summary>
    public static KeyToValueMappingEstimator MapKeyToValue(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string? inputColumnName = null) =>
        new(catalog.GetEnvironment(), (outputColumnName, inputColumnName ?? outputColumnName));

    /// <summary>Makes of the keys of columns the values that they stand for.</summary>
    public static KeyToValueMappingEstimator MapKeyToValue(
        this TransformsCatalog.ConversionTransforms catalog, InputOutputColumnPair[] columns) =>
        new(catalog.GetEnvironment(), InputOutputColumnPair.ConvertToValueTuples(columns));

    /// <summary>Makes indicator vectors of a column's keys, or the counts of all.</summary>
    public static KeyToVectorMappingEstimator MapKeyToVector(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        bool outputCountVector = false) =>
        catalog.MapKeyToVector([new InputOutputColumnPair(outputColumnName, inputColumnName)], outputCountVector);

    /// <summary>Makes indicator vectors of the keys of columns, or the counts of all.</summary>
    public static KeyToVectorMappingEstimator MapKeyToVector(
        this TransformsCatalog.ConversionTransforms catalog, InputOutputColumnPair[] columns, bool outputCountVector = false) =>
        new(
            catalog.GetEnvironment(),
            Array.ConvertAll(
                columns, c => new KeyToVectorMappingEstimator.ColumnOptions(c.OutputColumnName, c.InputColumnName, outputCountVector)));

    /// <summary>Maps the values of a column by a dictionary; optionally to keys that stand for the mapped values.</summary>
    public static ValueMappingEstimator<TInputType, TOutputType> MapValue<TInputType, TOutputType>(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        IEnumerable<KeyValuePair<TInputType, TOutputType>> keyValuePairs,
        string? inputColumnName = null,
        bool treatValuesAsKeyType = false) =>
        new(catalog.GetEnvironment(), keyValuePairs, treatValuesAsKeyType, (outputColumnName, inputColumnName ?? outputColumnName));

    /// <summary>Makes keys of the distinct values of a column.</summary>
    public static ValueToKeyMappingEstimator MapValueToKey(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        int maximumNumberOfKeys = DefaultMaximumNumberOfKeys,
        KeyOrdinality keyOrdinality = KeyOrdinality.ByOccurrence,
        bool addKeyValueAnnotationsAsText = false,
        IDataView? keyData = null) =>
        catalog.MapValueToKey(
            [new InputOutputColumnPair(outputColumnName, inputColumnName)],
            maximumNumberOfKeys,
            keyOrdinality,
            addKeyValueAnnotationsAsText,
            keyData);

    /// <summary>Makes keys of the distinct values of each of several columns.</summary>
    public static ValueToKeyMappingEstimator MapValueToKey(
        this TransformsCatalog.ConversionTransforms catalog,
        InputOutputColumnPair[] columns,
        int maximumNumberOfKeys = DefaultMaximumNumberOfKeys,
        KeyOrdinality keyOrdinality = KeyOrdinality.ByOccurrence,
        bool addKeyValueAnnotationsAsText = false,
        IDataView? keyData = null)
    {
        var options = Array.ConvertAll(columns, c => new ValueToKeyMappingEstimator.ColumnOptions(
            c.OutputColumnName, c.InputColumnName, maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText));
        return new ValueToKeyMappingEstimator(catalog.GetEnvironment(), options, keyData);
    }
}
