using static Microsoft.ML.Transforms.OneHotEncodingEstimator;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace Microsoft.ML;

public static class CategoricalCatalog
{
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

    public static OneHotEncodingEstimator OneHotEncoding(
        this TransformsCatalog.CategoricalTransforms catalog,
        InputOutputColumnPair[] columns,
        OutputKind outputKind = OutputKind.Indicator,
        int maximumNumberOfKeys = DefaultMaximumNumberOfKeys,
        KeyOrdinality keyOrdinality = KeyOrdinality.ByOccurrence,
        IDataView? keyData = null) =>
        new(catalog.GetEnvironment(), columns, new(maximumNumberOfKeys, keyOrdinality, AsText: true, keyData), outputKind);

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
