namespace Microsoft.ML.Trainers.FastTree.Boosting;

/// <summary>What the booster needs of the trainer's options.</summary>
internal sealed record BoostingSettings
{
    public required int Trees { get; init; }

    public required int Leaves { get; init; }

    public required int MinimumRowsPerLeaf { get; init; }

    /// <summary>By what a leaf's step is multiplied.</summary>
    public required double StepSize { get; init; }

    /// <summary>Bins of one feature at most.</summary>
    public int MaximumBins { get; init; } = 255;

    /// <summary>Whether features that exclude each other share a column; it changes speed, not trees.</summary>
    public bool Bundle { get; init; } = true;

    /// <summary>The chance of every feature to be used by a tree.</summary>
    public double FeatureFraction { get; init; } = 1;

    public int FeatureSeed { get; init; } = 123;

    /// <summary>How many trees share a bag of rows; 0 for no bagging.</summary>
    public int BagSize { get; init; }

    /// <summary>The chance of every row to be in a bag.</summary>
    public double BagFraction { get; init; } = 0.7;

    public int BagSeed { get; init; } = 123;

    /// <summary>Null for as many as there are processors.</summary>
    public int? Threads { get; init; }

    public ParallelOptions Parallelism => new() { MaxDegreeOfParallelism = Threads ?? Environment.ProcessorCount };
}
