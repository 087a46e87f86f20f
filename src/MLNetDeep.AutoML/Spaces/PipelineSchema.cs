using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>The option of a <c>SweepablePipeline</c>'s space that chooses among its estimators: texts such as <c>e0 * e1</c>.</summary>
internal static class PipelineSchema
{
    /// <summary>Its key in the space.</summary>
    public const string Key = "_SCHEMA_";

    private static readonly char[] Signs = [' ', '*', '+', '(', ')'];

    /// <summary>The estimators that a text names, in order.</summary>
    public static string[] EstimatorsOf(Parameter schema) =>
        schema.AsType<string>().Split(Signs, StringSplitOptions.RemoveEmptyEntries);
}
