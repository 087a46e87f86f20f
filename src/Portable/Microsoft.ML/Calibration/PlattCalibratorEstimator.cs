using Microsoft.ML.Runtime;

namespace Microsoft.ML.Calibrators;

public sealed class PlattCalibratorEstimator : CalibratorEstimatorBase<PlattCalibrator>
{
    internal PlattCalibratorEstimator(IHostEnvironment env, string labelColumnName, string scoreColumnName, string? exampleWeightColumnName)
        : base(env, labelColumnName, scoreColumnName, exampleWeightColumnName)
    {
    }

    private protected override PlattCalibrator Train(IDataView scored)
    {
        var fit = PlattFit.Run(CalibrationExamples.Read(scored, LabelColumn.Name, ScoreColumn.Name, WeightColumn.Name));
        return new PlattCalibrator(fit.Slope, fit.Offset);
    }

    private protected override CalibratorTransformer<PlattCalibrator> Create(PlattCalibrator calibrator) =>
        new PlattCalibratorTransformer(Host, calibrator, ScoreColumn.Name);
}
