using Microsoft.ML.AutoML.CodeGen;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;

namespace MLNetDeep.AutoML;

/// <summary>Spaces of ML.NET's own trainers in ranges that any tuner can search, from the trainers' own defaults.</summary>
/// <remarks>
/// Sources: the defaults of ML.NET's trainers; for boosted trees the ranges of arXiv:2106.11959 and AutoGluon, cut to what folds of some
/// thousand rows take seconds for.
/// </remarks>
internal sealed record ClassicalSpaces(string LabelColumnName, string FeatureColumnName, string? ExampleWeightColumnName)
{
    /// <summary>Options of ours that read the same columns.</summary>
    public MlpOptions Of(MlpOptions? options) => (options ?? new MlpOptions()) with
    {
        LabelColumnName = LabelColumnName,
        FeatureColumnName = FeatureColumnName,
        ExampleWeightColumnName = ExampleWeightColumnName,
    };

    public SearchSpace<FastTreeOption> FastTree()
    {
        var space = new SearchSpace<FastTreeOption>(new FastTreeOption
        {
            LabelColumnName = LabelColumnName,
            FeatureColumnName = FeatureColumnName,
            ExampleWeightColumnName = ExampleWeightColumnName,
        });
        space[nameof(FastTreeOption.NumberOfLeaves)] = new UniformIntOption(4, 128, true, 20);
        space[nameof(FastTreeOption.NumberOfTrees)] = new UniformIntOption(20, 500, true, 100);
        space[nameof(FastTreeOption.MinimumExampleCountPerLeaf)] = new UniformIntOption(2, 64, true, 10);
        space[nameof(FastTreeOption.LearningRate)] = new UniformDoubleOption(0.02, 0.5, true, 0.2);
        space[nameof(FastTreeOption.FeatureFraction)] = new UniformDoubleOption(0.4, 1, false, 1);
        space.Remove(nameof(FastTreeOption.MaximumBinCountPerFeature));
        return space;
    }

    public SearchSpace<FastForestOption> FastForest()
    {
        var space = new SearchSpace<FastForestOption>(new FastForestOption
        {
            LabelColumnName = LabelColumnName,
            FeatureColumnName = FeatureColumnName,
            ExampleWeightColumnName = ExampleWeightColumnName,
        });
        space[nameof(FastForestOption.NumberOfTrees)] = new UniformIntOption(20, 400, true, 100);
        space[nameof(FastForestOption.NumberOfLeaves)] = new UniformIntOption(8, 256, true, 20);
        space[nameof(FastForestOption.FeatureFraction)] = new UniformSingleOption(0.3f, 1, false, 1);
        return space;
    }

    public SearchSpace<LbfgsOption> Lbfgs()
    {
        var space = new SearchSpace<LbfgsOption>(new LbfgsOption
        {
            LabelColumnName = LabelColumnName,
            FeatureColumnName = FeatureColumnName,
            ExampleWeightColumnName = ExampleWeightColumnName,
        });
        space[nameof(LbfgsOption.L1Regularization)] = new UniformSingleOption(1e-3f, 100, true, 1);
        space[nameof(LbfgsOption.L2Regularization)] = new UniformSingleOption(1e-3f, 100, true, 1);
        return space;
    }

    /// <summary>The trainer's own penalties are chosen by the data; these are of their size for some thousand rows.</summary>
    public SearchSpace<SdcaOption> Sdca()
    {
        var space = new SearchSpace<SdcaOption>(new SdcaOption
        {
            LabelColumnName = LabelColumnName,
            FeatureColumnName = FeatureColumnName,
            ExampleWeightColumnName = ExampleWeightColumnName,
        });
        space[nameof(SdcaOption.L1Regularization)] = new UniformSingleOption(1e-6f, 1, true, 1e-3f);
        space[nameof(SdcaOption.L2Regularization)] = new UniformSingleOption(1e-6f, 1, true, 1e-3f);
        return space;
    }
}
