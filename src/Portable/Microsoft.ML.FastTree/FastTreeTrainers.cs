namespace Microsoft.ML.Trainers.FastTree;

/// <summary>Boosted trees for binary classification, with logistic loss.</summary>
/// <remarks>The score is not the logit: the logit is twice the learning rate times the score, and the calibrator says so.</remarks>
public sealed class FastTreeBinaryTrainer : BoostingFastTreeTrainerBase<
    FastTreeBinaryTrainer.Options,
    BinaryPredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>>,
    CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>>
{
    internal FastTreeBinaryTrainer(IHostEnvironment env, Options options)
        : base(env, Contracts.CheckRef(options, nameof(options)), TrainerUtils.MakeBoolScalarLabel(options.LabelColumnName)) { }

    private protected override CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator> TrainModelCore(IDataView data)
    {
        var model = new FastTreeBinaryModelParameters(Host, Grow(data, labels => new LogisticObjective(labels, TrainerOptions)));
        return new ValueMapperCalibratedModelParameters<FastTreeBinaryModelParameters, PlattCalibrator>(
            model, new PlattCalibrator(-2 * TrainerOptions.LearningRate, 0));
    }

    public sealed class Options : BoostedTreeOptions
    {
        public bool UnbalancedSets;
    }
}

public sealed class FastTreeRegressionTrainer : BoostingFastTreeTrainerBase<
    FastTreeRegressionTrainer.Options, RegressionPredictionTransformer<FastTreeRegressionModelParameters>,
    FastTreeRegressionModelParameters>
{
    internal FastTreeRegressionTrainer(IHostEnvironment env, Options options)
        : base(env, Contracts.CheckRef(options, nameof(options)), TrainerUtils.MakeR4ScalarColumn(options.LabelColumnName)) { }

    private protected override FastTreeRegressionModelParameters TrainModelCore(IDataView data) =>
        new(Host, Grow(data, labels => new SquaredObjective(labels, TrainerOptions.LearningRate * TrainerOptions.Shrinkage)));

    public sealed class Options : BoostedTreeOptions;
}

/// <summary>A forest for binary classification: its trees are fitted to 1 and -1, and their sum is the score.</summary>
public sealed class FastForestBinaryTrainer : RandomForestTrainerBase<
    FastForestBinaryTrainer.Options, BinaryPredictionTransformer<FastForestBinaryModelParameters>, FastForestBinaryModelParameters>
{
    internal FastForestBinaryTrainer(IHostEnvironment env, Options options)
        : base(env, Contracts.CheckRef(options, nameof(options)), TrainerUtils.MakeBoolScalarLabel(options.LabelColumnName)) { }

    private protected override FastForestBinaryModelParameters TrainModelCore(IDataView data) =>
        new(Host, Grow(data, labels => new SquaredObjective(Array.ConvertAll(labels, label => label >= 1 ? 1f : -1f), step: 1)));

    public sealed class Options : FastForestOptionsBase;
}

/// <summary>A forest for regression: the mean of its trees is the score.</summary>
public sealed class FastForestRegressionTrainer : RandomForestTrainerBase<
    FastForestRegressionTrainer.Options, RegressionPredictionTransformer<FastForestRegressionModelParameters>,
    FastForestRegressionModelParameters>
{
    internal FastForestRegressionTrainer(IHostEnvironment env, Options options)
        : base(env, Contracts.CheckRef(options, nameof(options)), TrainerUtils.MakeR4ScalarColumn(options.LabelColumnName)) { }

    private protected override FastForestRegressionModelParameters TrainModelCore(IDataView data) =>
        new(Host, Grow(data, labels => new SquaredObjective(labels, step: 1)));

    public sealed class Options : FastForestOptionsBase;
}
