namespace Microsoft.ML.Data;

/// <summary>Measures predicted numbers against true ones in one pass.</summary>
internal static class RegressionEvaluator
{
    public static RegressionMetrics Evaluate(IDataView data, string labelName, string scoreName)
    {
        var label = EvaluationColumns.Find(data.Schema, "Label", labelName);
        var score = EvaluationColumns.Find(data.Schema, "Score", scoreName);
        if (score.Type != NumberDataViewType.Single)
            throw EvaluationColumns.Mismatch("score", score, "Single");
        if (label.Type != NumberDataViewType.Single)
            throw EvaluationColumns.Mismatch("label", label, "Single");

        double rows = 0, absolute = 0, squared = 0, loss = 0, labels = 0, squaredLabels = 0;
        using var cursor = data.GetRowCursor([label, score]);
        var labelGetter = cursor.GetGetter<float>(label);
        var scoreGetter = cursor.GetGetter<float>(score);
        float y = 0, predicted = 0;
        while (cursor.MoveNext())
        {
            labelGetter(ref y);
            scoreGetter(ref predicted);
            if (float.IsNaN(y) || float.IsNaN(predicted))
                continue; // no label or no prediction: no evidence
            rows++;
            labels += y;
            squaredLabels += y * y;
            var error = Math.Abs((double)y - predicted);
            absolute += error;
            squared += error * error;
            var difference = predicted - y; // the loss function works in single precision, the squared error in double
            loss += difference * difference;
        }
        if (rows == 0)
            return new RegressionMetrics(0, 0, 0, 0, 0);
        var spread = squaredLabels - labels * labels / rows;
        return new RegressionMetrics(absolute / rows, squared / rows, Math.Sqrt(squared / rows), loss / rows,
            spread == 0 ? double.NaN : 1 - squared / spread);
    }
}
