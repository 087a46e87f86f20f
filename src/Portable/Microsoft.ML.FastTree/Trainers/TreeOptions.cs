namespace Microsoft.ML.Trainers.FastTree;

public abstract class TreeOptions : TrainerInputBaseWithWeight
{
    public int? NumberOfThreads;
    public int Seed = 123;
    public int FeatureSelectionSeed = 123;
    public bool FeatureFlocks = true;
    public int MaximumBinCountPerFeature = 255;
    public int NumberOfLeaves = Defaults.NumberOfLeaves;
    public int MinimumExampleCountPerLeaf = Defaults.MinimumExampleCountPerLeaf;
    public int NumberOfTrees = Defaults.NumberOfTrees;
    public double FeatureFraction = 1;
    public int BaggingSize;
    public double BaggingExampleFraction = 0.7;
    public bool AllowEmptyTrees = true;

    /// <summary>Throws at the first option that is out of range.</summary>
    internal virtual void Check(IExceptionContext ectx)
    {
        ectx.CheckUserArg(NumberOfThreads is null or > 0, nameof(NumberOfThreads), "Must be positive.");
        ectx.CheckUserArg(NumberOfLeaves >= 2, nameof(NumberOfLeaves), "Must be at least 2.");
        ectx.CheckUserArg(FeatureFraction is >= 0 and <= 1, nameof(FeatureFraction), "Must be between 0 and 1.");
        ectx.CheckUserArg(NumberOfTrees > 0, nameof(NumberOfTrees), "Must be positive.");
        ectx.CheckUserArg(BaggingSize >= 0, nameof(BaggingSize), "Must be non-negative.");
        ectx.CheckUserArg(BaggingExampleFraction is >= 0 and <= 1, nameof(BaggingExampleFraction), "Must be between 0 and 1.");
        ectx.Check(BaggingSize == 0 || NumberOfTrees % BaggingSize == 0, "Number of trees should be a multiple of number bag size");
    }
}
