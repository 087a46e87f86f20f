using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.FastTree.Binning;
using Microsoft.ML.Trainers.FastTree.Boosting;

namespace Microsoft.ML.Trainers.FastTree;

/// <summary>The base of trainers that grow trees over binned features.</summary>
/// <remarks>
/// Rows with a missing or infinite feature, label or weight are left out of training, with a warning; replace missing values
/// before, to keep them. When scoring, a missing value goes the way of values above every threshold.
/// </remarks>
public abstract class FastTreeTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBaseWithGroupId<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
    where TOptions : TreeOptions, new()
{
    private const string RegisterName = "FastTreeTraining";

    private protected FastTreeTrainerBase(IHostEnvironment env, TOptions options, SchemaShape.Column label)
        : base(Register(env), TrainerUtils.MakeR4VecFeature(options.FeatureColumnName), label,
            TrainerUtils.MakeR4ScalarWeightColumn(options.ExampleWeightColumnName),
            TrainerUtils.MakeU4ScalarColumn(options.RowGroupColumnName))
    {
        TrainerOptions = options;
    }

    // Bins do not care for scale, and the columns the trainer builds are its own cache.
    public override TrainerInfo Info { get; } = new(normalization: false, caching: false);

    private protected TOptions TrainerOptions { get; }

    /// <summary>Reads the rows and boosts trees on them.</summary>
    /// <param name="objective">Makes the loss from the labels.</param>
    private protected RegressionTreeEnsemble Boost(
        TrainContext context, BoostingSettings settings, Func<float[], Objective> objective, out int featureCount)
    {
        using var channel = Host.Start("Training");
        TrainerOptions.Check(Host);
        var rows = TreeTrainingData.Read(
            Host, context.TrainingSet, FeatureColumn.Name, LabelColumn.Name, TrainerOptions.ExampleWeightColumnName);
        Host.Check(rows.Labels.Length > 0, "All instances skipped due to missing features.");
        if (rows.SkippedCount > 0)
            channel.Warning(MessageSensitivity.None, "Skipped {0} instances with missing features during training", rows.SkippedCount);

        if (settings.MaximumBins <= 0)
            throw new InvalidOperationException();
        featureCount = rows.Features.FeatureCount;
        var loss = objective(rows.Labels);
        var data = BinnedDataset.Create(
            rows.Features, settings.MaximumBins, settings.MinimumRowsPerLeaf, settings.Bundle, settings.Parallelism);
        var ensemble = Booster.Train(data, loss, rows.Weights, settings, Host.CheckAlive, out var emptyTrees);
        if (emptyTrees == 0) return ensemble;
        Host.Check(TrainerOptions.AllowEmptyTrees,
            "Impossible to perform a leaf split, but the learner was configured to not allow empty trees");
        channel.Warning(MessageSensitivity.None,
            "{0} of the boosting iterations failed to grow a tree. This is commonly because the " +
            "minimum documents in leaf hyperparameter was set too high for this dataset.", emptyTrees);
        return ensemble;
    }

    private static IHost Register(IHostEnvironment env)
    {
        Contracts.CheckValue(env, nameof(env));
        return env.Register(RegisterName);
    }
}
