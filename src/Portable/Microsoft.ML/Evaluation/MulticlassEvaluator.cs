namespace Microsoft.ML.Data;

/// <summary>Measures class probabilities against labels in one pass.</summary>
internal static class MulticlassEvaluator
{
    public static MulticlassClassificationMetrics Evaluate(
        IDataView data, string labelName, string scoreName, string predictedLabelName, int topK)
    {
        var label = EvaluationColumns.Find(data.Schema, "Label", labelName);
        var score = EvaluationColumns.Find(data.Schema, "Score", scoreName);
        EvaluationColumns.Find(data.Schema, "PredictedLabel", predictedLabelName);
        if (score.Type is not VectorDataViewType { Size: >= 2 } vector || vector.ItemType != NumberDataViewType.Single)
            throw EvaluationColumns.Mismatch("score", score, "vector of two or more items of type Single");
        if (label.Type != NumberDataViewType.Single && label.Type is not KeyDataViewType { Count: > 0 })
            throw EvaluationColumns.Mismatch("label", label, "Single or Key");

        var counts = new MulticlassCounts(vector.Size);
        using var cursor = data.GetRowCursor([label, score]);
        var readLabel = ScalarColumn.Reader(cursor, label);
        var scoreGetter = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> scoreValue = default;
        var scores = new float[vector.Size];
        while (cursor.MoveNext())
        {
            var labelValue = readLabel();
            if (float.IsNaN(labelValue) || labelValue < 0 || labelValue != (int)labelValue)
                continue; // no label, or one that is no class
            scoreGetter(ref scoreValue);
            if (scoreValue.Length != scores.Length)
                throw new InvalidOperationException($"Expected {scores.Length} scores, but got {scoreValue.Length}.");
            scoreValue.CopyTo(scores);
            if (scores.All(float.IsFinite))
                counts.Add(scores, (int)labelValue);
        }
        return counts.ToMetrics(topK, ClassNames(score, vector.Size));
    }

    private static string[] ClassNames(DataViewSchema.Column score, int classCount)
    {
        if (score.Annotations.Schema.GetColumnOrNull("SlotNames")?.Type is not
            VectorDataViewType { IsKnownSize: true, ItemType: TextDataViewType })
            return Enumerable.Range(0, classCount).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();
        VBuffer<ReadOnlyMemory<char>> names = default;
        score.Annotations.GetValue("SlotNames", ref names);
        return names.DenseValues().Select(name => name.ToString()).ToArray();
    }
}
