namespace Microsoft.ML.Trainers.FastTree;

/// <summary>The base of trainers that grow trees over binned features.</summary>
/// <remarks>
/// Rows with a missing or infinite feature, label or weight are left out of training, with a warning; replace missing values
/// before, to keep them. When scoring, a missing value goes the way of values above every threshold.
/// </remarks>
public abstract class FastTreeTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
    where TOptions : TreeOptions, new()
{
    private protected FastTreeTrainerBase(IHostEnvironment env, TOptions options, SchemaShape.Column label)
        : base(env, "FastTreeTraining", TrainerUtils.MakeR4VecFeature(options.FeatureColumnName), label,
            TrainerUtils.MakeR4ScalarWeightColumn(options.ExampleWeightColumnName))
    {
        TrainerOptions = options;
    }

    // Bins do not care for scale, and the columns the trainer builds are its own cache.
    public override TrainerInfo Info { get; } = new(normalization: false, caching: false);

    private protected TOptions TrainerOptions { get; }

    /// <summary>Reads the rows and boosts trees on them.</summary>
    /// <param name="objective">Makes the loss from the labels.</param>
    private protected RegressionTreeEnsemble Boost(
        IDataView view, BoostingSettings settings, Func<float[], Objective> objective, out int featureCount)
    {
        using var channel = Host.Start("Training");
        TrainerOptions.Check(Host);
        var weightName = TrainerOptions.ExampleWeightColumnName;
        featureCount = ((VectorDataViewType)view.Schema[FeatureColumn.Name].Type).Size;
        var features = new FeatureValues(featureCount);
        var labels = new List<float>();
        var weights = weightName is null ? null : new List<double>();
        var skipped = TrainingRows.Visit(Host, view, FeatureColumn.Name, LabelColumn.Name, weightName,
            (ref VBuffer<float> row, float label, float weight) =>
            {
                features.Add(row.GetValues(), row.GetIndices());
                labels.Add(label);
                weights?.Add(weight);
            });
        Host.Check(labels.Count > 0, "All instances skipped due to missing features.");
        if (skipped > 0)
            channel.Warning(MessageSensitivity.None, "Skipped {0} instances with missing features during training", skipped);

        if (settings.MaximumBins <= 0)
            throw new InvalidOperationException();
        var loss = objective([.. labels]);
        var data = BinnedDataset.Create(
            features, settings.MaximumBins, settings.MinimumRowsPerLeaf, settings.Bundle, settings.Parallelism);
        var ensemble = Booster.Train(data, loss, weights?.ToArray(), settings, Host.CheckAlive, out var emptyTrees);
        if (emptyTrees == 0) return ensemble;
        Host.Check(TrainerOptions.AllowEmptyTrees,
            "Impossible to perform a leaf split, but the learner was configured to not allow empty trees");
        channel.Warning(MessageSensitivity.None,
            "{0} of the boosting iterations failed to grow a tree. This is commonly because the " +
            "minimum documents in leaf hyperparameter was set too high for this dataset.", emptyTrees);
        return ensemble;
    }
}
