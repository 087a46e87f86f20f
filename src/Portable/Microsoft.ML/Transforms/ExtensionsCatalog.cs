using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static Microsoft.ML.Transforms.MissingValueReplacingEstimator;

namespace Microsoft.ML;

/// <summary>Missing values.</summary>
public static class ExtensionsCatalog
{
    /// <summary>Says of each value of a column whether it is missing.</summary>
    public static MissingValueIndicatorEstimator IndicateMissingValues(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null) =>
        new(catalog.GetEnvironment(), (outputColumnName, inputColumnName ?? outputColumnName));

    /// <summary>Says of each value of columns whether it is missing.</summary>
    public static MissingValueIndicatorEstimator IndicateMissingValues(this TransformsCatalog catalog, InputOutputColumnPair[] columns) =>
        new(catalog.GetEnvironment(), InputOutputColumnPair.ConvertToValueTuples(columns));

    /// <summary>Replaces the missing values of a column.</summary>
    public static MissingValueReplacingEstimator ReplaceMissingValues(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        ReplacementMode replacementMode = ReplacementMode.DefaultValue,
        bool imputeBySlot = true) =>
        catalog.ReplaceMissingValues([new InputOutputColumnPair(outputColumnName, inputColumnName)], replacementMode, imputeBySlot);

    /// <summary>Replaces the missing values of columns.</summary>
    public static MissingValueReplacingEstimator ReplaceMissingValues(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        ReplacementMode replacementMode = ReplacementMode.DefaultValue,
        bool imputeBySlot = true) =>
        new(
            catalog.GetEnvironment(),
            Array.ConvertAll(
                columns,
                c => new MissingValueReplacingEstimator.ColumnOptions(
                    c.OutputColumnName, c.InputColumnName, replacementMode, imputeBySlot)));
}
