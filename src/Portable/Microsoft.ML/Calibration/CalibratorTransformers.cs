namespace Microsoft.ML.Calibrators;

/// <summary>Adds the column Probability, computed from the score.</summary>
public abstract class CalibratorTransformer<TICalibrator>
    : RowToRowTransformerBase, ISingleFeaturePredictionTransformer<TICalibrator>, ISingleFeaturePredictionTransformer
    where TICalibrator : class, ICalibrator
{
    private readonly TICalibrator _calibrator;
    private readonly string _scoreColumnName;

    private protected CalibratorTransformer(IHostEnvironment env, TICalibrator calibrator, string scoreColumnName)
        : base(env.Register(nameof(CalibratorTransformer<TICalibrator>))) =>
        (_calibrator, _scoreColumnName) = (calibrator, scoreColumnName);

    string ISingleFeaturePredictionTransformer<TICalibrator>.FeatureColumnName => DefaultColumnNames.Score;
    string ISingleFeaturePredictionTransformer.FeatureColumnName => DefaultColumnNames.Score;
    DataViewType ISingleFeaturePredictionTransformer<TICalibrator>.FeatureColumnType => NumberDataViewType.Single;
    TICalibrator IPredictionTransformer<TICalibrator>.Model => _calibrator;

    private protected override void SaveModel(ModelSaveContext ctx) => CalibrationPart.Save(ctx, _calibrator, _scoreColumnName);

    private protected override RowMapper MakeRowMapper(DataViewSchema schema)
    {
        var score = schema.GetColumnOrNull(_scoreColumnName)
            ?? throw Host.Except($"The data to calibrate contains no '{_scoreColumnName}' column.");
        var builder = new DataViewSchema.Annotations.Builder();
        var inherited = CalibratorEstimatorBase<TICalibrator>.Inherited;
        foreach (var kind in inherited.All(kind => score.Annotations.Schema.GetColumnOrNull(kind) != null) ? inherited : [])
            builder.Add(score.Annotations, name => name == kind);
        builder.AddIsNormalized();
        DataViewSchema.DetachedColumn output = new(DefaultColumnNames.Probability, NumberDataViewType.Single, builder.ToAnnotations());
        return new RowMapper([output], [[score]], (row, _) =>
            SlotGetters.Map<float, float>(row, row.Schema[score.Index], _calibrator.PredictProbability));
    }
}

public sealed class PlattCalibratorTransformer : CalibratorTransformer<PlattCalibrator>
{
    internal PlattCalibratorTransformer(IHostEnvironment env, PlattCalibrator calibrator, string scoreColumnName)
        : base(env, calibrator, scoreColumnName) { }
}

public sealed class NaiveCalibratorTransformer : CalibratorTransformer<NaiveCalibrator>
{
    internal NaiveCalibratorTransformer(IHostEnvironment env, NaiveCalibrator calibrator, string scoreColumnName)
        : base(env, calibrator, scoreColumnName) { }
}

public sealed class IsotonicCalibratorTransformer : CalibratorTransformer<IsotonicCalibrator>
{
    internal IsotonicCalibratorTransformer(IHostEnvironment env, IsotonicCalibrator calibrator, string scoreColumnName)
        : base(env, calibrator, scoreColumnName) { }
}
