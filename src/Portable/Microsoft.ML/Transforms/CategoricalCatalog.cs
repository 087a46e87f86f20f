using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static Microsoft.ML.Transforms.OneHotEncodingEstimator;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace Microsoft.ML;

/// <summary>Encoding of categories.</summary>
public static class CategoricalCatalog
{
    /// <summary>Encodes the values of a column by a dictionary of those that are in the data.</summary>
    public static OneHotEncodingEstimator OneHotEncoding(
        this TransformsCatalog.CategoricalTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        OutputKind outputKind = OutputKind.Indicator,
        int maximumNumberOfKeys = DefaultMaximumNumberOfKeys,
        KeyOrdinality keyOrdinality = KeyOrdinality.ByOccurrence,
        IDataView? keyData = null) =>
        catalog.OneHotEncoding(
            [new InputOutputColumnPair(outputColumnName, inputColumnName)], outputKind, maximumNumberOfKeys, keyOrdinality, keyData);

    /// <summary>Encodes the values of columns, each by a dictionary of those that are in the data.</summary>
    public static OneHotEncodingEstimator OneHotEncoding(
        this TransformsCatalog.CategoricalTransforms catalog,
        InputOutputColumnPair[] columns,
        OutputKind outputKind = OutputKind.Indicator,
        int maximumNumberOfKeys = DefaultMaximumNumberOfKeys,
        KeyOrdinality keyOrdinality = KeyOrdinality.ByOccurrence,
        IDataView? keyData = null)
    {
        var options = Array.ConvertAll(columns, c => new ValueToKeyMappingEstimator.ColumnOptions(
            c.OutputColumnName, c.InputColumnName, maximumNumberOfKeys, keyOrdinality, AddKeyValueAnnotationsAsText: true));
        return new OneHotEncodingEstimator(catalog.GetEnvironment(), options, outputKind, keyData);
    }

    /// <summary>Encodes the hashes of a column's values: no dictionary, and no look at the data.</summary>
    public static OneHotHashEncodingEstimator OneHotHashEncoding(
        this TransformsCatalog.CategoricalTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        OutputKind outputKind = OutputKind.Indicator,
        int numberOfBits = 16,
        uint seed = HashingEstimator.DefaultSeed,
        bool useOrderedHashing = true,
        int maximumNumberOfInverts = 0) =>
        catalog.OneHotHashEncoding(
            [new InputOutputColumnPair(outputColumnName, inputColumnName)],
            outputKind,
            numberOfBits,
            seed,
            useOrderedHashing,
            maximumNumberOfInverts);

    /// <summary>Encodes the hashes of the values of columns.</summary>
    public static OneHotHashEncodingEstimator OneHotHashEncoding(
        this TransformsCatalog.CategoricalTransforms catalog,
        InputOutputColumnPair[] columns,
        OutputKind outputKind = OutputKind.Indicator,
        int numberOfBits = 16,
        uint seed = HashingEstimator.DefaultSeed,
        bool useOrderedHashing = true,
        int maximumNumberOfInverts = 0)
    {
        var options = Array.ConvertAll(columns, c => new HashingEstimator.ColumnOptions(
            c.OutputColumnName, c.InputColumnName, numberOfBits, seed, useOrderedHashing, maximumNumberOfInverts));
        return new OneHotHashEncodingEstimator(catalog.GetEnvironment(), options, outputKind);
    }
}
