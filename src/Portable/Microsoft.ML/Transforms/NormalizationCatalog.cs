using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static Microsoft.ML.Transforms.NormalizingEstimator;

namespace Microsoft.ML;

/// <summary>Bringing columns to a common scale.</summary>
public static class NormalizationCatalog
{
    /// <summary>Scales a column to [0, 1], or, with zero fixed, by its largest absolute value.</summary>
    public static NormalizingEstimator NormalizeMinMax(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        long maximumExampleCount = DefaultMaximumExampleCount,
        bool fixZero = true) =>
        catalog.NormalizeMinMax([new InputOutputColumnPair(outputColumnName, inputColumnName)], maximumExampleCount, fixZero);

    /// <summary>Scales columns to [0, 1], or, with zero fixed, by their largest absolute values.</summary>
    public static NormalizingEstimator NormalizeMinMax(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        long maximumExampleCount = DefaultMaximumExampleCount,
        bool fixZero = true) =>
        Create(catalog, columns, c => new MinMaxColumnOptions(c.OutputColumnName, c.InputColumnName, maximumExampleCount, fixZero));

    /// <summary>Scales a column to unit variance and, unless zero is fixed, zero mean.</summary>
    public static NormalizingEstimator NormalizeMeanVariance(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        long maximumExampleCount = DefaultMaximumExampleCount,
        bool fixZero = true,
        bool useCdf = false) =>
        catalog.NormalizeMeanVariance([new InputOutputColumnPair(outputColumnName, inputColumnName)], maximumExampleCount, fixZero, useCdf);

    /// <summary>Scales columns to unit variance and, unless zero is fixed, zero mean.</summary>
    public static NormalizingEstimator NormalizeMeanVariance(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        long maximumExampleCount = DefaultMaximumExampleCount,
        bool fixZero = true,
        bool useCdf = false) =>
        Create(catalog, columns, c => new MeanVarianceColumnOptions(
            c.OutputColumnName, c.InputColumnName, maximumExampleCount, fixZero, UseLog: false, useCdf));

    /// <summary>Gives the number of the value's bin, scaled, where bins hold about equally many values of the column.</summary>
    public static NormalizingEstimator NormalizeBinning(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        long maximumExampleCount = DefaultMaximumExampleCount,
        bool fixZero = true,
        int maximumBinCount = 1024) =>
        catalog.NormalizeBinning(
            [new InputOutputColumnPair(outputColumnName, inputColumnName)], maximumExampleCount, fixZero, maximumBinCount);

    /// <summary>Gives the numbers of the values' bins, scaled, for each of several columns.</summary>
    public static NormalizingEstimator NormalizeBinning(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        long maximumExampleCount = DefaultMaximumExampleCount,
        bool fixZero = true,
        int maximumBinCount = 1024) =>
        Create(catalog, columns, c => new BinningColumnOptions(
            c.OutputColumnName, c.InputColumnName, maximumExampleCount, fixZero, maximumBinCount));

    /// <summary>Scales the logarithms of a column by mean and variance.</summary>
    public static NormalizingEstimator NormalizeLogMeanVariance(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        long maximumExampleCount = DefaultMaximumExampleCount,
        bool useCdf = true) =>
        catalog.NormalizeLogMeanVariance([new InputOutputColumnPair(outputColumnName, inputColumnName)], maximumExampleCount, useCdf);

    /// <summary>Scales the logarithms of columns by mean and variance.</summary>
    public static NormalizingEstimator NormalizeLogMeanVariance(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        long maximumExampleCount = DefaultMaximumExampleCount,
        bool useCdf = true) =>
        Create(catalog, columns, c => new MeanVarianceColumnOptions(
            c.OutputColumnName, c.InputColumnName, maximumExampleCount, FixZero: true, UseLog: true, useCdf));

    /// <summary>Scales a column by a share of its range, around its median.</summary>
    public static NormalizingEstimator NormalizeRobustScaling(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        long maximumExampleCount = DefaultMaximumExampleCount,
        bool centerData = true,
        uint quantileMin = 25,
        uint quantileMax = 75) =>
        catalog.NormalizeRobustScaling(
            [new InputOutputColumnPair(outputColumnName, inputColumnName)], maximumExampleCount, centerData, quantileMin, quantileMax);

    /// <summary>Scales columns by shares of their ranges, around their medians.</summary>
    public static NormalizingEstimator NormalizeRobustScaling(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        long maximumExampleCount = DefaultMaximumExampleCount,
        bool centerData = true,
        uint quantileMin = 25,
        uint quantileMax = 75) =>
        Create(catalog, columns, c => new RobustScalingColumnOptions(
            c.OutputColumnName, c.InputColumnName, maximumExampleCount, centerData, quantileMin, quantileMax));

    private static NormalizingEstimator Create(
        TransformsCatalog catalog, InputOutputColumnPair[] columns, Converter<InputOutputColumnPair, ColumnOptions> options) =>
        new(catalog.GetEnvironment(), Array.ConvertAll(columns, options));
}
