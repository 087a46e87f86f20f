namespace Microsoft.ML.Trainers.FastTree;

/// <summary>Boosted trees for binary classification, with logistic loss.</summary>
/// <remarks>The score is not the logit: the logit is twice the learning rate times the score, and the calibrator says so.</remarks>
public sealed class FastTreeBinaryTrainer : BoostingFastTreeTrainerBase<
    FastTreeBinaryTrainer.Options,
    BinaryPredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>>,
    CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>>
{
    internal FastTreeBinaryTrainer(IHostEnvironment env, Options options)
        : base(env, Contracts.CheckRef(options, nameof(options)), TrainerUtils.MakeBoolScalarLabel(options.LabelColumnName))
    {
    }

    private protected override CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator> TrainModelCore(
        IDataView data)
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
        : base(env, Contracts.CheckRef(options, nameof(options)), TrainerUtils.MakeR4ScalarColumn(options.LabelColumnName))
    {
    }

    private protected override FastTreeRegressionModelParameters TrainModelCore(IDataView data) =>
        new(Host, Grow(data, labels => new SquaredObjective(labels, TrainerOptions.LearningRate * TrainerOptions.Shrinkage)));

    public sealed class Options : BoostedTreeOptions;
}
