namespace Microsoft.ML.Calibrators;

public abstract class CalibratedModelParametersBase
{
    private protected CalibratedModelParametersBase(object subModel, ICalibrator calibrator) =>
        (SubModel, Calibrator) = (subModel, calibrator);

    public object SubModel { get; }
    public ICalibrator Calibrator { get; }
}

public abstract class CalibratedModelParametersBase<TSubModel, TCalibrator> : CalibratedModelParametersBase, ICalibratedModel
    where TSubModel : class
    where TCalibrator : class, ICalibrator
{
    private readonly IScalarModel _scored;

    private protected CalibratedModelParametersBase(TSubModel subModel, TCalibrator calibrator)
        : base(subModel, calibrator) => _scored = (IScalarModel)subModel;

    // The official types hide the untyped properties in the same way.
    public new TSubModel SubModel => (TSubModel)base.SubModel;
    public new TCalibrator Calibrator => (TCalibrator)base.Calibrator;

    int IScalarModel.FeatureCount => _scored.FeatureCount;

    float IScalarModel.Score(in VBuffer<float> features) => _scored.Score(in features);

    float ICalibratedModel.Probability(float score) => Calibrator.PredictProbability(score);
}

/// <summary>A scalar model with the calibrator that turns its scores into probabilities.</summary>
internal sealed class ValueMapperCalibratedModelParameters<TSubModel, TCalibrator>(TSubModel subModel, TCalibrator calibrator)
    : CalibratedModelParametersBase<TSubModel, TCalibrator>(subModel, calibrator), ICanSaveModel
    where TSubModel : class
    where TCalibrator : class, ICalibrator
{
    void ICanSaveModel.Save(ModelSaveContext ctx) => CalibrationPart.Save(ctx, this);
}
