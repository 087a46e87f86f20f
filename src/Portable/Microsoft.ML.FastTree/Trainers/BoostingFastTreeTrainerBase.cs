namespace Microsoft.ML.Trainers.FastTree;

/// <summary>The base of trainers whose trees follow the gradient of a loss.</summary>
public abstract class BoostingFastTreeTrainerBase<TOptions, TTransformer, TModel> : FastTreeTrainerBase<TOptions, TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
    where TOptions : BoostedTreeOptions, new()
{
    private protected BoostingFastTreeTrainerBase(IHostEnvironment env, TOptions options, SchemaShape.Column label)
        : base(env, options, label)
    {
    }

    private protected BoostingSettings Settings => new()
    {
        Trees = TrainerOptions.NumberOfTrees,
        Leaves = TrainerOptions.NumberOfLeaves,
        MinimumRowsPerLeaf = TrainerOptions.MinimumExampleCountPerLeaf,
        StepSize = TrainerOptions.LearningRate * TrainerOptions.Shrinkage,
        MaximumBins = TrainerOptions.MaximumBinCountPerFeature,
        Bundle = TrainerOptions.FeatureFlocks,
        FeatureFraction = TrainerOptions.FeatureFraction,
        FeatureSeed = TrainerOptions.FeatureSelectionSeed,
        BagSize = TrainerOptions.BaggingSize,
        BagFraction = TrainerOptions.BaggingExampleFraction,
        BagSeed = TrainerOptions.Seed,
        Threads = TrainerOptions.NumberOfThreads,
    };

    internal static TOptions MakeOptions(
        string labelColumnName, string featureColumnName, string? exampleWeightColumnName,
        int numberOfLeaves, int numberOfTrees, int minimumExampleCountPerLeaf, double learningRate) => new()
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            NumberOfLeaves = numberOfLeaves,
            NumberOfTrees = numberOfTrees,
            MinimumExampleCountPerLeaf = minimumExampleCountPerLeaf,
            LearningRate = learningRate,
        };
}
