using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;

namespace Microsoft.ML.AutoML.CodeGen;

/// <summary>Trainers of the options that the catalog sweeps.</summary>
internal static class TrainerFactory
{
    /// <summary>The environment variable by which the official package limits its trainers' threads.</summary>
    private static int? ThreadCount => int.TryParse(Environment.GetEnvironmentVariable("MLNET_MAX_THREAD"), out var count) ? count : null;

    public static FastTreeBinaryTrainer FastTreeBinary(MLContext context, FastTreeOption option)
        => context.BinaryClassification.Trainers.FastTree(Tree(new FastTreeBinaryTrainer.Options(), option));

    public static FastTreeRegressionTrainer FastTreeRegression(MLContext context, FastTreeOption option)
        => context.Regression.Trainers.FastTree(Tree(new FastTreeRegressionTrainer.Options(), option));

    public static FastForestBinaryTrainer FastForestBinary(MLContext context, FastForestOption option)
        => context.BinaryClassification.Trainers.FastForest(Forest(new FastForestBinaryTrainer.Options(), option));

    public static FastForestRegressionTrainer FastForestRegression(MLContext context, FastForestOption option)
        => context.Regression.Trainers.FastForest(Forest(new FastForestRegressionTrainer.Options(), option));

    public static LbfgsLogisticRegressionBinaryTrainer LbfgsBinary(MLContext context, LbfgsOption option)
        => context.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            L1Regularization = option.L1Regularization,
            L2Regularization = option.L2Regularization,
            NumberOfThreads = ThreadCount,
        }.With(option));

    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMulticlass(MLContext context, LbfgsOption option)
        => context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            L1Regularization = option.L1Regularization,
            L2Regularization = option.L2Regularization,
            NumberOfThreads = ThreadCount,
        }.With(option));

    public static LbfgsPoissonRegressionTrainer LbfgsPoisson(MLContext context, LbfgsOption option)
        => context.Regression.Trainers.LbfgsPoissonRegression(new LbfgsPoissonRegressionTrainer.Options
        {
            L1Regularization = option.L1Regularization,
            L2Regularization = option.L2Regularization,
            NumberOfThreads = ThreadCount,
        }.With(option));

    public static SdcaLogisticRegressionBinaryTrainer SdcaBinary(MLContext context, SdcaOption option)
        => context.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options
        {
            L1Regularization = option.L1Regularization,
            L2Regularization = option.L2Regularization,
            NumberOfThreads = ThreadCount,
        }.With(option));

    public static SdcaMaximumEntropyMulticlassTrainer SdcaMulticlass(MLContext context, SdcaOption option)
        => context.MulticlassClassification.Trainers.SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options
        {
            L1Regularization = option.L1Regularization,
            L2Regularization = option.L2Regularization,
            NumberOfThreads = ThreadCount,
        }.With(option));

    public static SdcaRegressionTrainer SdcaRegression(MLContext context, SdcaOption option)
        => context.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options
        {
            L1Regularization = option.L1Regularization,
            L2Regularization = option.L2Regularization,
            NumberOfThreads = ThreadCount,
        }.With(option));

    public static OneVersusAllTrainer FastTreeOva(MLContext context, FastTreeOption option)
        => OneVersusAll(context, FastTreeBinary(context, option), option);

    public static OneVersusAllTrainer FastForestOva(MLContext context, FastForestOption option)
        => OneVersusAll(context, FastForestBinary(context, option), option);

    public static OneVersusAllTrainer LbfgsOva(MLContext context, LbfgsOption option)
        => OneVersusAll(context, LbfgsBinary(context, option), option);

    public static OneVersusAllTrainer SdcaOva(MLContext context, SdcaOption option)
        => OneVersusAll(context, SdcaBinary(context, option), option);

    private static OneVersusAllTrainer OneVersusAll<TModel>(
        MLContext context, ITrainerEstimator<BinaryPredictionTransformer<TModel>, TModel> binary, ITrainerOption option)
        where TModel : class
        => context.MulticlassClassification.Trainers.OneVersusAll(binary, labelColumnName: option.LabelColumnName);

    private static TOptions Tree<TOptions>(TOptions options, FastTreeOption option)
        where TOptions : BoostedTreeOptions
    {
        options.NumberOfLeaves = option.NumberOfLeaves;
        options.NumberOfTrees = option.NumberOfTrees;
        options.MinimumExampleCountPerLeaf = option.MinimumExampleCountPerLeaf;
        options.LearningRate = option.LearningRate;
        options.MaximumBinCountPerFeature = option.MaximumBinCountPerFeature;
        options.FeatureFraction = option.FeatureFraction;
        options.NumberOfThreads = ThreadCount;
        return options.With(option);
    }

    private static TOptions Forest<TOptions>(TOptions options, FastForestOption option)
        where TOptions : FastForestOptionsBase
    {
        options.NumberOfTrees = option.NumberOfTrees;
        options.NumberOfLeaves = option.NumberOfLeaves;
        options.FeatureFraction = option.FeatureFraction;
        options.NumberOfThreads = ThreadCount;
        return options.With(option);
    }

    private static TOptions With<TOptions>(this TOptions options, ITrainerOption option)
        where TOptions : TrainerInputBaseWithWeight
    {
        options.LabelColumnName = option.LabelColumnName;
        options.FeatureColumnName = option.FeatureColumnName;
        options.ExampleWeightColumnName = option.ExampleWeightColumnName;
        return options;
    }
}
