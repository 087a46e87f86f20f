using static Microsoft.ML.Transforms.HashingEstimator;
using static Microsoft.ML.Transforms.MissingValueReplacingEstimator;
using static Microsoft.ML.Transforms.NormalizingEstimator;
using static Microsoft.ML.Transforms.OneHotEncodingEstimator;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace Microsoft.ML;

public static class TransformExtensionsCatalog
{
    public static ColumnConcatenatingEstimator Concatenate(
        this TransformsCatalog catalog, string outputColumnName, params string[] inputColumnNames) =>
        new(catalog.GetEnvironment(), outputColumnName, inputColumnNames);

    public static ColumnCopyingEstimator CopyColumns(this TransformsCatalog catalog, string outputColumnName, string inputColumnName) =>
        new(catalog.GetEnvironment(), (outputColumnName, inputColumnName));

    public static ColumnSelectingEstimator DropColumns(this TransformsCatalog catalog, params string[] columnNames) =>
        new(catalog.GetEnvironment(), null, columnNames);

    public static ColumnSelectingEstimator SelectColumns(this TransformsCatalog catalog, params string[] columnNames) =>
        new(catalog.GetEnvironment(), columnNames, null);
}

public static class ExtensionsCatalog
{
    public static MissingValueIndicatorEstimator IndicateMissingValues(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null) =>
        new(catalog.GetEnvironment(), (outputColumnName, inputColumnName ?? outputColumnName));

    public static MissingValueReplacingEstimator ReplaceMissingValues(this TransformsCatalog catalog, string outputColumnName,
        string? inputColumnName = null, ReplacementMode replacementMode = ReplacementMode.DefaultValue, bool imputeBySlot = true) =>
        new(catalog.GetEnvironment(), [new(outputColumnName, inputColumnName)], replacementMode, imputeBySlot);
    public static MissingValueReplacingEstimator ReplaceMissingValues(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        ReplacementMode replacementMode = ReplacementMode.DefaultValue, bool imputeBySlot = true) =>
        new(catalog.GetEnvironment(), columns, replacementMode, imputeBySlot);
}

public static class NormalizationCatalog
{
    public static NormalizingEstimator NormalizeMinMax(this TransformsCatalog catalog, string outputColumnName,
        string? inputColumnName = null, long maximumExampleCount = DefaultMaximumExampleCount, bool fixZero = true) =>
        new(catalog.GetEnvironment(), [new(outputColumnName, inputColumnName)], new NormalizerOptions.MinMax(maximumExampleCount, fixZero));

    public static NormalizingEstimator NormalizeMeanVariance(this TransformsCatalog catalog, string outputColumnName,
        string? inputColumnName = null, long maximumExampleCount = DefaultMaximumExampleCount, bool fixZero = true, bool useCdf = false) =>
        new(catalog.GetEnvironment(), [new(outputColumnName, inputColumnName)],
            new NormalizerOptions.MeanVariance(maximumExampleCount, fixZero, false, useCdf));

    public static NormalizingEstimator NormalizeLogMeanVariance(this TransformsCatalog catalog, string outputColumnName,
        string? inputColumnName = null, long maximumExampleCount = DefaultMaximumExampleCount, bool useCdf = true) =>
        new(catalog.GetEnvironment(), [new(outputColumnName, inputColumnName)],
            new NormalizerOptions.MeanVariance(maximumExampleCount, false, true, useCdf));

    public static NormalizingEstimator NormalizeBinning(this TransformsCatalog catalog, string outputColumnName,
        string? inputColumnName = null, long maximumExampleCount = DefaultMaximumExampleCount, bool fixZero = true,
        int maximumBinCount = 1024) =>
        new(catalog.GetEnvironment(), [new(outputColumnName, inputColumnName)],
            new NormalizerOptions.Binning(maximumExampleCount, fixZero, maximumBinCount));

    public static NormalizingEstimator NormalizeRobustScaling(this TransformsCatalog catalog, string outputColumnName,
        string? inputColumnName = null, long maximumExampleCount = DefaultMaximumExampleCount, bool centerData = true,
        uint quantileMin = 25, uint quantileMax = 75) =>
        new(catalog.GetEnvironment(), [new(outputColumnName, inputColumnName)],
            new NormalizerOptions.RobustScaling(maximumExampleCount, centerData, quantileMin, quantileMax));
}

public static class CategoricalCatalog
{
    public static OneHotEncodingEstimator OneHotEncoding(this TransformsCatalog.CategoricalTransforms catalog, string outputColumnName,
        string? inputColumnName = null, OutputKind outputKind = OutputKind.Indicator, int maximumNumberOfKeys = DefaultMaximumNumberOfKeys,
        KeyOrdinality keyOrdinality = KeyOrdinality.ByOccurrence, IDataView? keyData = null) =>
        catalog.OneHotEncoding([new(outputColumnName, inputColumnName)], outputKind, maximumNumberOfKeys, keyOrdinality, keyData);
    public static OneHotEncodingEstimator OneHotEncoding(this TransformsCatalog.CategoricalTransforms catalog,
        InputOutputColumnPair[] columns, OutputKind outputKind = OutputKind.Indicator,
        int maximumNumberOfKeys = DefaultMaximumNumberOfKeys, KeyOrdinality keyOrdinality = KeyOrdinality.ByOccurrence,
        IDataView? keyData = null) =>
        new(catalog.GetEnvironment().Register(nameof(OneHotEncodingEstimator)), columns,
            new(maximumNumberOfKeys, keyOrdinality, AsText: true, keyData), outputKind);

    public static OneHotHashEncodingEstimator OneHotHashEncoding(this TransformsCatalog.CategoricalTransforms catalog,
        string outputColumnName, string? inputColumnName = null, OutputKind outputKind = OutputKind.Indicator, int numberOfBits = 16,
        uint seed = DefaultSeed, bool useOrderedHashing = true, int maximumNumberOfInverts = 0) =>
        catalog.OneHotHashEncoding([new(outputColumnName, inputColumnName)], outputKind, numberOfBits, seed, useOrderedHashing,
            maximumNumberOfInverts);
    public static OneHotHashEncodingEstimator OneHotHashEncoding(this TransformsCatalog.CategoricalTransforms catalog,
        InputOutputColumnPair[] columns, OutputKind outputKind = OutputKind.Indicator, int numberOfBits = 16,
        uint seed = DefaultSeed, bool useOrderedHashing = true, int maximumNumberOfInverts = 0)
    {
        var options = Array.ConvertAll(columns, pair =>
            new ColumnOptions(pair.OutputColumnName, pair.InputColumnName, numberOfBits, seed, useOrderedHashing));
        var env = catalog.GetEnvironment().Register(nameof(OneHotHashEncodingEstimator));
        return new(env, new HashingEstimator(env, options, maximumNumberOfInverts), columns, outputKind);
    }
}

public static class ConversionsExtensionsCatalog
{
    public static TypeConvertingEstimator ConvertType(this TransformsCatalog.ConversionTransforms catalog, string outputColumnName,
        string? inputColumnName = null, DataKind outputKind = DataKind.Single) =>
        new(catalog.GetEnvironment(), outputKind, (outputColumnName, inputColumnName ?? outputColumnName));
    public static TypeConvertingEstimator ConvertType(this TransformsCatalog.ConversionTransforms catalog,
        InputOutputColumnPair[] columns, DataKind outputKind = DataKind.Single) =>
        new(catalog.GetEnvironment(), outputKind, InputOutputColumnPair.ConvertToValueTuples(columns));

    public static HashingEstimator Hash(this TransformsCatalog.ConversionTransforms catalog, string outputColumnName,
        string? inputColumnName = null, int numberOfBits = DefaultNumberOfBits, int maximumNumberOfInverts = 0) =>
        new(catalog.GetEnvironment(), [new(outputColumnName, inputColumnName ?? outputColumnName, numberOfBits)], maximumNumberOfInverts);

    public static KeyToValueMappingEstimator MapKeyToValue(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string? inputColumnName = null) =>
        new(catalog.GetEnvironment(), (outputColumnName, inputColumnName ?? outputColumnName));

    public static KeyToVectorMappingEstimator MapKeyToVector(this TransformsCatalog.ConversionTransforms catalog, string outputColumnName,
        string? inputColumnName = null, bool outputCountVector = false) =>
        new(catalog.GetEnvironment(), outputCountVector, (outputColumnName, inputColumnName ?? outputColumnName));

    public static ValueMappingEstimator<TInputType, TOutputType> MapValue<TInputType, TOutputType>(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName,
        IEnumerable<KeyValuePair<TInputType, TOutputType>> keyValuePairs, string? inputColumnName = null,
        bool treatValuesAsKeyType = false) =>
        new(catalog.GetEnvironment(), keyValuePairs, treatValuesAsKeyType, (outputColumnName, inputColumnName ?? outputColumnName));

    public static ValueToKeyMappingEstimator MapValueToKey(this TransformsCatalog.ConversionTransforms catalog, string outputColumnName,
        string? inputColumnName = null, int maximumNumberOfKeys = DefaultMaximumNumberOfKeys,
        KeyOrdinality keyOrdinality = KeyOrdinality.ByOccurrence, bool addKeyValueAnnotationsAsText = false, IDataView? keyData = null) =>
        new(catalog.GetEnvironment(), [new(outputColumnName, inputColumnName)],
            new(maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText, keyData));
}

public static class ConversionsCatalog
{
    public static KeyToBinaryVectorMappingEstimator MapKeyToBinaryVector(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string? inputColumnName = null) =>
        new(catalog.GetEnvironment(), (outputColumnName, inputColumnName ?? outputColumnName));
}

public static class CustomMappingCatalog
{
    public static CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(this TransformsCatalog catalog, Action<TSrc, TDst> mapAction,
        string? contractName, SchemaDefinition? inputSchemaDefinition = null, SchemaDefinition? outputSchemaDefinition = null)
        where TSrc : class, new() where TDst : class, new() =>
        new(catalog.GetEnvironment(), mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition);
}
