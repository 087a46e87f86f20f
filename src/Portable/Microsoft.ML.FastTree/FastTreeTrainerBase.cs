namespace Microsoft.ML.Trainers.FastTree;

/// <summary>The base of trainers that grow trees over binned features.</summary>
/// <remarks>
/// Rows with a missing or infinite feature, label or weight are left out of training, with a warning; replace missing values
/// before, to keep them. When scoring, a missing value goes the way of values above every threshold.
/// </remarks>
public abstract class FastTreeTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel> where TModel : class where TOptions : TreeOptions, new()
{
    private protected FastTreeTrainerBase(IHostEnvironment env, TOptions options, SchemaShape.Column label)
        : base(env, "FastTreeTraining", options, label) => TrainerOptions = options;

    // Bins do not care for scale, and the columns the trainer builds are its own cache.
    public override TrainerInfo Info { get; } = new(normalization: false, caching: false);

    private protected TOptions TrainerOptions { get; }

    /// <summary>Reads the rows and grows trees on them.</summary>
    /// <param name="objective">Makes the loss from the labels.</param>
    private protected GrownTrees Grow(IDataView view, Func<float[], Objective> objective)
    {
        using var channel = Host.Start("Training");
        TrainerOptions.Check(Host);
        var weightName = TrainerOptions.ExampleWeightColumnName;
        var columns = new List<(int Row, float Value)>[((VectorDataViewType)view.Schema[FeatureColumn.Name].Type).Size];
        for (var f = 0; f < columns.Length; f++) columns[f] = [];
        var labels = new List<float>();
        var weights = weightName is null ? null : new List<double>();
        var skipped = TrainingRows.Visit(Host, view, FeatureColumn.Name, LabelColumn.Name, weightName,
            (ref VBuffer<float> row, float label, float weight) =>
            {
                var values = row.GetValues();
                var indices = row.GetIndices();
                for (var i = 0; i < values.Length; i++)
                    if (values[i] != 0) columns[indices.IsEmpty ? i : indices[i]].Add((labels.Count, values[i]));
                labels.Add(label);
                weights?.Add(weight);
            });
        Host.Check(labels.Count > 0, "All instances skipped due to missing features.");
        if (skipped > 0)
            channel.Warning(MessageSensitivity.None, "Skipped {0} instances with missing features during training", skipped);

        if (TrainerOptions.MaximumBinCountPerFeature < 2)
            throw new InvalidOperationException();
        var loss = objective([.. labels]);
        var data = BinnedDataset.Create(columns, labels.Count, TrainerOptions);
        var trees = EnsembleGrower.Grow(data, loss, weights?.ToArray(), TrainerOptions, Host.CheckAlive);
        if (trees.Length < TrainerOptions.NumberOfTrees)
        {
            Host.Check(TrainerOptions.AllowEmptyTrees,
                "Impossible to perform a leaf split, but the learner was configured to not allow empty trees");
            channel.Warning(MessageSensitivity.None,
                "{0} of the boosting iterations failed to grow a tree. This is commonly because the minimum documents in leaf " +
                "hyperparameter was set too high for this dataset.", TrainerOptions.NumberOfTrees - trees.Length);
        }
        return new GrownTrees(trees, columns.Length);
    }
}

/// <summary>The base of trainers whose trees follow the gradient of a loss.</summary>
public abstract class BoostingFastTreeTrainerBase<TOptions, TTransformer, TModel> : FastTreeTrainerBase<TOptions, TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel> where TModel : class where TOptions : BoostedTreeOptions, new()
{
    private protected BoostingFastTreeTrainerBase(IHostEnvironment env, TOptions options, SchemaShape.Column label)
        : base(env, options, label) { }
}

/// <summary>The base of trainers whose trees are each fitted to the labels, on a bag of the rows.</summary>
public abstract class RandomForestTrainerBase<TOptions, TTransformer, TModel> : FastTreeTrainerBase<TOptions, TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel> where TModel : class where TOptions : FastForestOptionsBase, new()
{
    private protected RandomForestTrainerBase(IHostEnvironment env, TOptions options, SchemaShape.Column label) : base(env, options, label)
    {
    }
}
