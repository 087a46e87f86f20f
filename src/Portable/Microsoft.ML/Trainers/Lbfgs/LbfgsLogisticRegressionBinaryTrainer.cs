using BinaryModel = Microsoft.ML.Calibrators.CalibratedModelParametersBase<
    Microsoft.ML.Trainers.LinearBinaryModelParameters, Microsoft.ML.Calibrators.PlattCalibrator>;

namespace Microsoft.ML.Trainers;

public sealed class LbfgsLogisticRegressionBinaryTrainer : LbfgsTrainerBase<LbfgsLogisticRegressionBinaryTrainer.Options,
    BinaryPredictionTransformer<BinaryModel>, BinaryModel>
{
    public sealed class Options : OptionsBase
    {
    }

    internal LbfgsLogisticRegressionBinaryTrainer(IHostEnvironment env, Options options)
        : base(env, options, TrainerUtils.MakeBoolScalarLabel(options.LabelColumnName))
    {
    }

    public BinaryPredictionTransformer<BinaryModel> Fit(IDataView trainData, LinearModelParameters modelParameters) =>
        TrainTransformer(trainData, initialModel: modelParameters);

    private protected override SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema) =>
        TrainerUtils.BinaryOutputColumns(calibrated: true);

    private protected override BinaryPredictionTransformer<BinaryModel> MakeTransformer(BinaryModel model, DataViewSchema trainSchema) =>
        new(Host, model, trainSchema, FeatureColumn.Name);

    private protected override int ClassCountOf(DataViewSchema schema) => 1;

    private protected override LinearLoss MakeLoss(int classCount, int featureCount) => LinearLosses.Logistic;

    private protected override Func<LbfgsSearch, bool> MakeStopping(LbfgsSettings settings) =>
        LbfgsStopping.MeanRelativeImprovement(settings.OptimizationTolerance, settings.MaximumNumberOfIterations);

    private protected override BinaryModel MakeModel(float[] parameters, int featureCount, int classCount)
    {
        var model = new LinearBinaryModelParameters(Host, parameters[1..], parameters[0]);
        // The score is a log-odds already: the calibrator is the plain sigmoid.
        return new ValueMapperCalibratedModelParameters<LinearBinaryModelParameters, PlattCalibrator>(model, new PlattCalibrator(-1, 0));
    }

    private protected override float[] ParametersOf(object initialModel, int featureCount, int classCount)
    {
        var model = (LinearModelParameters)initialModel;
        Host.Check(model.Weights.Count == featureCount,
            "The initialization predictor has different number of features than the training data.");
        return [model.Bias, .. model.Weights];
    }
}
