namespace Microsoft.ML.Calibrators;

public sealed class FixedPlattCalibratorEstimator : CalibratorEstimatorBase<PlattCalibrator>
{
    private readonly double _slope;
    private readonly double _offset;

    internal FixedPlattCalibratorEstimator(IHostEnvironment env, double slope, double offset, string scoreColumn)
        : base(env, null, scoreColumn, null)
    {
        _slope = slope;
        _offset = offset;
    }

    private protected override PlattCalibrator Train(IDataView scored) => new(_slope, _offset);

    private protected override CalibratorTransformer<PlattCalibrator> Create(PlattCalibrator calibrator) =>
        new PlattCalibratorTransformer(Host, calibrator, ScoreColumn.Name);
}
