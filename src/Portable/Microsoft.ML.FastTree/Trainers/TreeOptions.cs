using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers.FastTree;

/// <summary>Options of trainers that grow trees.</summary>
public abstract class TreeOptions : TrainerInputBaseWithGroupId
{
    /// <summary>Threads to use; null for as many as there are processors. The model does not depend on it.</summary>
    public int? NumberOfThreads;

    /// <summary>The seed of the bags of rows.</summary>
    public int Seed = 123;

    /// <summary>The seed of the choice of features for every tree.</summary>
    public int FeatureSelectionSeed = 123;

    /// <summary>Whether features that exclude each other, as in a one-hot encoding, share memory; changes speed, not the model.</summary>
    public bool FeatureFlocks = true;

    /// <summary>The most values, or ranges of values, of a feature that are told apart.</summary>
    public int MaximumBinCountPerFeature = 255;

    /// <summary>The most leaves of a tree.</summary>
    public int NumberOfLeaves = Defaults.NumberOfLeaves;

    /// <summary>The fewest training rows of a leaf.</summary>
    public int MinimumExampleCountPerLeaf = Defaults.MinimumExampleCountPerLeaf;

    /// <summary>How many trees to grow.</summary>
    public int NumberOfTrees = Defaults.NumberOfTrees;

    /// <summary>The chance of every feature to be used by a tree.</summary>
    public double FeatureFraction = 1;

    /// <summary>How many trees share a random bag of rows; 0 for no bagging.</summary>
    public int BaggingSize;

    /// <summary>The chance of every row to be in a bag.</summary>
    public double BaggingExampleFraction = 0.7;

    /// <summary>Whether a tree that cannot be grown is left out; otherwise it is an error.</summary>
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
