using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.FastTree.Boosting;

namespace Microsoft.ML.Trainers.FastTree;

/// <summary>Boosted trees for regression, with squared loss.</summary>
public sealed class FastTreeRegressionTrainer : BoostingFastTreeTrainerBase<
    FastTreeRegressionTrainer.Options,
    RegressionPredictionTransformer<FastTreeRegressionModelParameters>,
    FastTreeRegressionModelParameters>
{
    internal FastTreeRegressionTrainer(
        IHostEnvironment env,
        string labelColumnName = DefaultColumnNames.Label,
        string featureColumnName = DefaultColumnNames.Features,
        string? exampleWeightColumnName = null,
        int numberOfLeaves = Defaults.NumberOfLeaves,
        int numberOfTrees = Defaults.NumberOfTrees,
        int minimumExampleCountPerLeaf = Defaults.MinimumExampleCountPerLeaf,
        double learningRate = Defaults.LearningRate)
        : this(env, CommonOptions(labelColumnName, featureColumnName, exampleWeightColumnName,
            numberOfLeaves, numberOfTrees, minimumExampleCountPerLeaf, learningRate))
    {
    }

    internal FastTreeRegressionTrainer(IHostEnvironment env, Options options)
        : base(env, options, TrainerUtils.MakeR4ScalarColumn(options.LabelColumnName))
    {
    }

    private protected override FastTreeRegressionModelParameters TrainModelCore(TrainContext context)
    {
        var ensemble = Boost(context, Settings, labels => new SquaredObjective(labels), out var featureCount);
        return new FastTreeRegressionModelParameters(Host, ensemble, featureCount);
    }

    private protected override RegressionPredictionTransformer<FastTreeRegressionModelParameters> MakeTransformer(
        FastTreeRegressionModelParameters model, DataViewSchema trainSchema) => new(Host, model, trainSchema, FeatureColumn.Name);

    private protected override SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema) => TrainerUtils.RegressionOutputColumns();

    /// <summary>Options of <see cref="FastTreeRegressionTrainer"/>.</summary>
    public sealed class Options : BoostedTreeOptions
    {
    }
}
