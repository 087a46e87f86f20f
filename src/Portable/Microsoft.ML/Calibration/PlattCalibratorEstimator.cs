namespace Microsoft.ML.Calibrators;

public sealed class PlattCalibratorEstimator : CalibratorEstimatorBase<PlattCalibrator>
{
    internal PlattCalibratorEstimator(IHostEnvironment env, string labelColumnName, string scoreColumnName, string? exampleWeightColumnName)
        : base(env, labelColumnName, scoreColumnName, exampleWeightColumnName)
    {
    }

    private protected override PlattCalibrator Train(IDataView scored)
    {
        var fit = PlattFit.Run(Read(scored, LabelColumn.Name, ScoreColumn.Name, WeightColumn.Name));
        return new PlattCalibrator(fit.Slope, fit.Offset);
    }

    private protected override CalibratorTransformer<PlattCalibrator> Create(PlattCalibrator calibrator) =>
        new PlattCalibratorTransformer(Host, calibrator, ScoreColumn.Name);

    /// <summary>The scored rows whose label, score and weight are finite.</summary>
    private static List<CalibrationExample> Read(IDataView scored, string labelName, string scoreName, string? weightName)
    {
        var label = scored.Schema[labelName];
        var score = scored.Schema[scoreName];
        var weight = weightName is null ? (DataViewSchema.Column?)null : scored.Schema.GetColumnOrNull(weightName)
            ?? throw new ArgumentOutOfRangeException("weightColumn", $"Could not find weight column '{weightName}'");
        DataViewSchema.Column[] columns = weight is { } w ? [label, score, w] : [label, score];

        var examples = new List<CalibrationExample>();
        using var cursor = scored.GetRowCursor(columns);
        var readLabel = ScalarColumn.Reader(cursor, label);
        var scoreGetter = cursor.GetGetter<float>(score);
        var weightGetter = weight is { } column ? cursor.GetGetter<float>(column) : null;
        float s = 0, exampleWeight = 1;
        while (cursor.MoveNext())
        {
            var y = readLabel();
            scoreGetter(ref s);
            weightGetter?.Invoke(ref exampleWeight);
            if (float.IsFinite(y) && float.IsFinite(s) && float.IsFinite(exampleWeight))
                examples.Add(new CalibrationExample(s, y > 0, exampleWeight));
        }
        return examples;
    }
}
