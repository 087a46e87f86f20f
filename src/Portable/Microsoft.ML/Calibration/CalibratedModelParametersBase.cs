namespace Microsoft.ML.Calibrators;

public abstract class CalibratedModelParametersBase
{
    private protected CalibratedModelParametersBase(object subModel, ICalibrator calibrator)
    {
        SubModel = subModel;
        Calibrator = calibrator;
    }

    public object SubModel { get; }

    public ICalibrator Calibrator { get; }
}

public abstract class CalibratedModelParametersBase<TSubModel, TCalibrator> : CalibratedModelParametersBase, ICalibratedModel
    where TSubModel : class
    where TCalibrator : class, ICalibrator
{
    private readonly IScalarModel _scored;

    private protected CalibratedModelParametersBase(TSubModel subModel, TCalibrator calibrator)
        : base(subModel, calibrator)
    {
        SubModel = subModel;
        Calibrator = calibrator;
        _scored = (IScalarModel)subModel;
    }

    // The official types hide the untyped properties in the same way.
    public new TSubModel SubModel { get; }

    public new TCalibrator Calibrator { get; }

    int IScalarModel.FeatureCount => _scored.FeatureCount;

    float IScalarModel.Score(in VBuffer<float> features) => _scored.Score(in features);

    float ICalibratedModel.Probability(float score) => Calibrator.PredictProbability(score);
}
