namespace Microsoft.ML.Trainers.FastTree;

internal static class Defaults
{
    public const int NumberOfTrees = 100;
    public const int NumberOfLeaves = 20;
    public const int MinimumExampleCountPerLeaf = 10;
    public const double LearningRate = 0.2;
}

public abstract class TreeOptions : TrainerInputBaseWithWeight
{
    public int? NumberOfThreads;
    public int Seed = 123;
    public int FeatureSelectionSeed = 123;
    public int HistogramPoolSize = -1;
    public bool FeatureFlocks = true;
    public int MaximumBinCountPerFeature = 255;
    public int NumberOfLeaves = Defaults.NumberOfLeaves;
    public int MinimumExampleCountPerLeaf = Defaults.MinimumExampleCountPerLeaf;
    public int NumberOfTrees = Defaults.NumberOfTrees;
    public double FeatureFraction = 1;
    public double FeatureFractionPerSplit = 1;
    public int BaggingSize;
    public double BaggingExampleFraction = 0.7;
    public bool AllowEmptyTrees = true;

    internal ParallelOptions Parallelism => new() { MaxDegreeOfParallelism = NumberOfThreads ?? Environment.ProcessorCount };

    /// <summary>Throws at the first option that is out of range.</summary>
    internal virtual void Check(IExceptionContext ectx)
    {
        ectx.CheckUserArg(NumberOfThreads is null or > 0, nameof(NumberOfThreads), "Must be positive.");
        ectx.CheckUserArg(NumberOfLeaves >= 2, nameof(NumberOfLeaves), "Must be at least 2.");
        ectx.CheckUserArg(FeatureFraction is >= 0 and <= 1, nameof(FeatureFraction), "Must be between 0 and 1.");
        ectx.CheckUserArg(FeatureFractionPerSplit is >= 0 and <= 1, nameof(FeatureFractionPerSplit), "Must be between 0 and 1.");
        ectx.CheckUserArg(NumberOfTrees > 0, nameof(NumberOfTrees), "Must be positive.");
        ectx.CheckUserArg(BaggingSize >= 0, nameof(BaggingSize), "Must be non-negative.");
        ectx.CheckUserArg(BaggingExampleFraction is >= 0 and <= 1, nameof(BaggingExampleFraction), "Must be between 0 and 1.");
        ectx.Check(BaggingSize == 0 || NumberOfTrees % BaggingSize == 0, "Number of trees should be a multiple of number bag size");
    }
}

public abstract class BoostedTreeOptions : TreeOptions
{
    public double LearningRate = Defaults.LearningRate;
    public double Shrinkage = 1;
    public double MaximumTreeOutput = 100;

    internal override void Check(IExceptionContext ectx)
    {
        base.Check(ectx);
        ectx.CheckUserArg(MaximumTreeOutput >= 0, nameof(MaximumTreeOutput), "Must be non-negative.");
        ectx.CheckUserArg(Shrinkage > 0, nameof(Shrinkage), "Must be positive.");
    }
}

public abstract class FastForestOptionsBase : TreeOptions
{
    internal FastForestOptionsBase() => (FeatureFraction, BaggingSize, FeatureFractionPerSplit) = (0.7, 1, 0.7);
}
