using Microsoft.ML.AutoML.CodeGen;
using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

public sealed partial class AutoCatalog
{
    public SweepablePipeline BinaryClassification(
        string labelColumnName = DefaultColumnNames.Label,
        string featureColumnName = DefaultColumnNames.Features,
        string? exampleWeightColumnName = null,
        bool useFastForest = true,
        bool useLgbm = true,
        bool useFastTree = true,
        bool useLbfgsLogisticRegression = true,
        bool useSdcaLogisticRegression = true,
        FastTreeOption? fastTreeOption = null,
        LgbmOption? lgbmOption = null,
        FastForestOption? fastForestOption = null,
        LbfgsOption? lbfgsLogisticRegressionOption = null,
        SdcaOption? sdcaLogisticRegressionOption = null,
        SearchSpace<FastTreeOption>? fastTreeSearchSpace = null,
        SearchSpace<LgbmOption>? lgbmSearchSpace = null,
        SearchSpace<FastForestOption>? fastForestSearchSpace = null,
        SearchSpace<LbfgsOption>? lbfgsLogisticRegressionSearchSpace = null,
        SearchSpace<SdcaOption>? sdcaLogisticRegressionSearchSpace = null)
        => new TrainerCandidates(labelColumnName, featureColumnName, exampleWeightColumnName)
            .Add(useFastTree, EstimatorType.FastTreeBinary, TrainerFactory.FastTreeBinary, fastTreeOption, fastTreeSearchSpace)
            .Add(useFastForest, EstimatorType.FastForestBinary, TrainerFactory.FastForestBinary, fastForestOption, fastForestSearchSpace)
            .Lgbm(useLgbm)
            .Add(useLbfgsLogisticRegression, EstimatorType.LbfgsLogisticRegressionBinary, TrainerFactory.LbfgsBinary,
                lbfgsLogisticRegressionOption, lbfgsLogisticRegressionSearchSpace)
            .Add(useSdcaLogisticRegression, EstimatorType.SdcaLogisticRegressionBinary, TrainerFactory.SdcaBinary,
                sdcaLogisticRegressionOption, sdcaLogisticRegressionSearchSpace)
            .Pipeline;

    public SweepablePipeline MultiClassification(
        string labelColumnName = DefaultColumnNames.Label,
        string featureColumnName = DefaultColumnNames.Features,
        string? exampleWeightColumnName = null,
        bool useFastForest = true,
        bool useLgbm = true,
        bool useFastTree = true,
        bool useLbfgsMaximumEntrophy = true,
        bool useLbfgsLogisticRegression = true,
        bool useSdcaMaximumEntrophy = true,
        bool useSdcaLogisticRegression = true,
        FastTreeOption? fastTreeOption = null,
        LgbmOption? lgbmOption = null,
        FastForestOption? fastForestOption = null,
        LbfgsOption? lbfgsMaximumEntrophyOption = null,
        LbfgsOption? lbfgsLogisticRegressionOption = null,
        SdcaOption? sdcaMaximumEntrophyOption = null,
        SdcaOption? sdcaLogisticRegressionOption = null,
        SearchSpace<FastTreeOption>? fastTreeSearchSpace = null,
        SearchSpace<LgbmOption>? lgbmSearchSpace = null,
        SearchSpace<FastForestOption>? fastForestSearchSpace = null,
        SearchSpace<LbfgsOption>? lbfgsMaximumEntrophySearchSpace = null,
        SearchSpace<LbfgsOption>? lbfgsLogisticRegressionSearchSpace = null,
        SearchSpace<SdcaOption>? sdcaMaximumEntorphySearchSpace = null,
        SearchSpace<SdcaOption>? sdcaLogisticRegressionSearchSpace = null)
        => new TrainerCandidates(labelColumnName, featureColumnName, exampleWeightColumnName)
            .Add(useFastTree, EstimatorType.FastTreeOva, TrainerFactory.FastTreeOva, fastTreeOption, fastTreeSearchSpace)
            .Add(useFastForest, EstimatorType.FastForestOva, TrainerFactory.FastForestOva, fastForestOption, fastForestSearchSpace)
            .Lgbm(useLgbm)
            .Add(useLbfgsLogisticRegression, EstimatorType.LbfgsLogisticRegressionOva, TrainerFactory.LbfgsOva,
                lbfgsLogisticRegressionOption, lbfgsLogisticRegressionSearchSpace)
            .Add(useLbfgsMaximumEntrophy, EstimatorType.LbfgsMaximumEntropyMulti, TrainerFactory.LbfgsMulticlass,
                lbfgsMaximumEntrophyOption, lbfgsMaximumEntrophySearchSpace)
            .Add(useSdcaMaximumEntrophy, EstimatorType.SdcaMaximumEntropyMulti, TrainerFactory.SdcaMulticlass,
                sdcaMaximumEntrophyOption, sdcaMaximumEntorphySearchSpace)
            .Add(useSdcaLogisticRegression, EstimatorType.SdcaLogisticRegressionOva, TrainerFactory.SdcaOva,
                sdcaLogisticRegressionOption, sdcaLogisticRegressionSearchSpace)
            .Pipeline;

    public SweepablePipeline Regression(
        string labelColumnName = DefaultColumnNames.Label,
        string featureColumnName = DefaultColumnNames.Features,
        string? exampleWeightColumnName = null,
        bool useFastForest = true,
        bool useLgbm = true,
        bool useFastTree = true,
        bool useLbfgsPoissonRegression = true,
        bool useSdca = true,
        FastTreeOption? fastTreeOption = null,
        LgbmOption? lgbmOption = null,
        FastForestOption? fastForestOption = null,
        LbfgsOption? lbfgsPoissonRegressionOption = null,
        SdcaOption? sdcaOption = null,
        SearchSpace<FastTreeOption>? fastTreeSearchSpace = null,
        SearchSpace<LgbmOption>? lgbmSearchSpace = null,
        SearchSpace<FastForestOption>? fastForestSearchSpace = null,
        SearchSpace<LbfgsOption>? lbfgsPoissonRegressionSearchSpace = null,
        SearchSpace<SdcaOption>? sdcaSearchSpace = null)
        => new TrainerCandidates(labelColumnName, featureColumnName, exampleWeightColumnName)
            .Add(useFastTree, EstimatorType.FastTreeRegression, TrainerFactory.FastTreeRegression, fastTreeOption, fastTreeSearchSpace)
            .Add(useFastForest, EstimatorType.FastForestRegression, TrainerFactory.FastForestRegression,
                fastForestOption, fastForestSearchSpace)
            .Lgbm(useLgbm)
            .Add(useLbfgsPoissonRegression, EstimatorType.LbfgsPoissonRegressionRegression, TrainerFactory.LbfgsPoisson,
                lbfgsPoissonRegressionOption, lbfgsPoissonRegressionSearchSpace)
            .Add(useSdca, EstimatorType.SdcaRegression, TrainerFactory.SdcaRegression, sdcaOption, sdcaSearchSpace)
            .Pipeline;
}

/// <summary>Trainers for the same columns, one of which is taken.</summary>
internal sealed class TrainerCandidates(string label, string features, string? weight)
{
    private readonly List<SweepableEstimator> _candidates = [];

    public SweepablePipeline Pipeline => new SweepablePipeline().Append([.. _candidates]);

    public TrainerCandidates Add<TOption>(
        bool use,
        EstimatorType type,
        Func<MLContext, TOption, IEstimator<ITransformer>> factory,
        TOption? option,
        SearchSpace<TOption>? space)
        where TOption : class, ITrainerOption, new()
    {
        if (!use)
            return this;
        option ??= new TOption();
        (option.LabelColumnName, option.FeatureColumnName, option.ExampleWeightColumnName) = (label, features, weight);
        _candidates.Add(SweepableEstimator.Create(type, factory, option, space));
        return this;
    }

    /// <summary>Leaving it out in silence would make another experiment of the one that was asked for.</summary>
    public TrainerCandidates Lgbm(bool use) => use
        ? throw new NotSupportedException("The portable packages have no LightGBM: give useLgbm: false, or use the official ones.")
        : this;
}
