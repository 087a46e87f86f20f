namespace Microsoft.ML.Trainers;

/// <summary>A trainer's own copy of its options.</summary>
internal sealed record LbfgsSettings(
    float L1Regularization,
    float L2Regularization,
    float OptimizationTolerance,
    int HistorySize,
    int MaximumNumberOfIterations,
    float InitialWeightsDiameter,
    int? NumberOfThreads,
    bool EnforceNonNegativity)
{
    public const float DefaultL1Regularization = 1;
    public const float DefaultL2Regularization = 1;
    public const float DefaultOptimizationTolerance = 1e-7f;
    public const int DefaultHistorySize = 20;
}
