namespace Microsoft.ML.Trainers.FastTree;

/// <summary>Boosted trees for binary classification, with logistic loss.</summary>
/// <remarks>The score is not the logit: the logit is twice the learning rate times the score, and the calibrator says so.</remarks>
public sealed class FastTreeBinaryTrainer : BoostingFastTreeTrainerBase<
    FastTreeBinaryTrainer.Options,
    BinaryPredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>>,
    CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>>
{
    internal FastTreeBinaryTrainer(IHostEnvironment env, Options options)
        : base(env, options, TrainerUtils.MakeBoolScalarLabel(options.LabelColumnName))
    {
    }

    private protected override CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator> TrainModelCore(
        IDataView data, object? initialModel)
    {
        var slope = 2 * TrainerOptions.LearningRate;
        var ensemble = Boost(data, Settings, Loss, out var featureCount);
        var model = new FastTreeBinaryModelParameters(Host, ensemble, featureCount);
        var calibrator = new PlattCalibrator(-slope, 0);
        return new ValueMapperCalibratedModelParameters<FastTreeBinaryModelParameters, PlattCalibrator>(model, calibrator);

        LogisticObjective Loss(float[] labels) => new(
            Array.ConvertAll(labels, label => label >= 1), slope, TrainerOptions.MaximumTreeOutput, TrainerOptions.UnbalancedSets);
    }

    private protected override BinaryPredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>>
        MakeTransformer(CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator> model, DataViewSchema trainSchema) =>
        new(Host, model, trainSchema, FeatureColumn.Name);

    private protected override SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema) =>
        TrainerUtils.BinaryOutputColumns(calibrated: true);

    public sealed class Options : BoostedTreeOptions
    {
        public bool UnbalancedSets;
    }
}
