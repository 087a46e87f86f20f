namespace Microsoft.ML.Data;

/// <summary>Measures scores, and probabilities where there are any, against binary labels in one pass.</summary>
internal static class BinaryEvaluator
{
    public static CalibratedBinaryClassificationMetrics Evaluate(
        IDataView data, string labelName, string scoreName, string probabilityName, string predictedLabelName)
    {
        var (counts, curves, matrix) = Measure(data, labelName, scoreName, probabilityName, predictedLabelName);
        return new CalibratedBinaryClassificationMetrics(counts, curves, matrix);
    }

    public static BinaryClassificationMetrics EvaluateNonCalibrated(
        IDataView data, string labelName, string scoreName, string predictedLabelName)
    {
        var (counts, curves, matrix) = Measure(data, labelName, scoreName, null, predictedLabelName);
        return new BinaryClassificationMetrics(counts, curves, matrix);
    }

    private static (BinaryCounts Counts, RankingCurves Curves, ConfusionMatrix Matrix) Measure(
        IDataView data, string labelName, string scoreName, string? probabilityName, string predictedLabelName)
    {
        var label = EvaluationColumns.Find(data.Schema, "Label", labelName);
        var score = EvaluationColumns.Find(data.Schema, "Score", scoreName);
        DataViewSchema.Column? probability =
            probabilityName is null ? null : EvaluationColumns.Find(data.Schema, "Probability", probabilityName);
        EvaluationColumns.Find(data.Schema, "PredictedLabel", predictedLabelName);
        CheckTypes(score, label);
        if (probability is { } found && found.Type != NumberDataViewType.Single)
            throw EvaluationColumns.Mismatch("probability", found, "Single");
        var (counts, curves) = Read(data, label, score, probability);
        double[][] cells = [[counts.TruePositives, counts.FalseNegatives], [counts.FalsePositives, counts.TrueNegatives]];
        return (counts, curves, new ConfusionMatrix(cells, ClassNames(label), isBinary: true));
    }

    private static void CheckTypes(DataViewSchema.Column score, DataViewSchema.Column label)
    {
        if (score.Type != NumberDataViewType.Single)
            throw EvaluationColumns.Mismatch("score", score, "Single");
        var labelFits = label.Type == NumberDataViewType.Single || label.Type == NumberDataViewType.Double
            || label.Type is BooleanDataViewType or KeyDataViewType { Count: 2 };
        if (!labelFits)
            throw EvaluationColumns.Mismatch("label", label, "Single, Double, Boolean, or a Key with cardinality 2");
    }

    private static (BinaryCounts Counts, RankingCurves Curves) Read(
        IDataView data, DataViewSchema.Column label, DataViewSchema.Column score, DataViewSchema.Column? probability)
    {
        var counts = new BinaryCounts();
        var curves = new RankingCurves();
        DataViewSchema.Column[] columns = probability is { } column ? [label, score, column] : [label, score];
        using var cursor = data.GetRowCursor(columns);
        var readLabel = ScalarColumn.Reader(cursor, label);
        var scoreGetter = cursor.GetGetter<float>(score);
        var probabilityGetter = probability is { } p ? cursor.GetGetter<float>(p) : null;
        float labelValue, scoreValue = 0, probabilityValue = float.NaN;
        while (cursor.MoveNext())
        {
            labelValue = readLabel();
            scoreGetter(ref scoreValue);
            if (!float.IsFinite(scoreValue) || float.IsNaN(labelValue))
                continue; // rows without a label or with a broken score are no evidence
            probabilityGetter?.Invoke(ref probabilityValue);
            counts.Add(scoreValue, probabilityValue, labelValue > 0);
            curves.Add(scoreValue, labelValue > 0);
        }
        return (counts, curves);
    }

    private static string[] ClassNames(DataViewSchema.Column label)
    {
        if (label.Type is not KeyDataViewType || label.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type is not
            VectorDataViewType { Size: > 0, ItemType: TextDataViewType })
            return ["positive", "negative"];
        VBuffer<ReadOnlyMemory<char>> names = default;
        label.Annotations.GetValue("KeyValues", ref names);
        return names.DenseValues().Select(name => name.ToString()).ToArray();
    }
}
