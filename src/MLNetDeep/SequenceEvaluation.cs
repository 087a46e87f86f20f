using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>Evaluates predictions that are sequences of keys, which ML.NET's evaluators refuse.</summary>
internal static class SequenceEvaluation
{
    public static SequenceLabelingMetrics Labels(
        IDataView data, string labelColumnName, string predictedLabelColumnName, string scoreColumnName, Action checkAlive)
    {
        var (label, predicted) = ColumnChecks.CheckSequenceEvaluation(data, labelColumnName, predictedLabelColumnName);
        var score = ColumnChecks.FindScores(data.Schema, scoreColumnName);
        var count = (int)SequenceLabelTask.KeyOf(label).Count;
        var measures = new SequenceMeasures(count);
        var loss = new WeightedMean();
        using var cursor = data.GetRowCursor([label, predicted, score]);
        var getScores = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> scores = default;
        Read(cursor, label, predicted, checkAlive, (rowNumber, labels, classes) =>
        {
            getScores(ref scores);
            if (classes.Length > labels.Length)
                throw Misfit(label, predicted, "no longer than", classes.Length, labels.Length, rowNumber);
            if (scores.Length != classes.Length * count)
            {
                throw new InvalidOperationException(
                    $"Score column '{score.Name}' must have {count} values for each of the {classes.Length} keys of column "
                    + $"'{predicted.Name}', but has {scores.Length} in row {rowNumber}.");
            }
            measures.Add(labels, classes, 1);
            var values = scores.GetValues().Length == scores.Length ? scores.GetValues() : scores.DenseValues().ToArray();
            for (var step = 0; step < classes.Length; step++)
            {
                if (labels[step] >= 0)
                    loss.Add(-Math.Log(Math.Max(values[(step * count) + labels[step]], float.Epsilon)), 1);
            }
        });
        return new SequenceLabelingMetrics(
            measures.Accuracy, measures.MacroF1, measures.SequenceAccuracy, loss.Value, measures.StepCount, PerClass(label, measures));
    }

    public static SequenceToSequenceMetrics Sequences(
        IDataView data, string labelColumnName, string predictedLabelColumnName, Action checkAlive)
    {
        var (label, predicted) = ColumnChecks.CheckSequenceEvaluation(data, labelColumnName, predictedLabelColumnName);
        var measures = new SequenceMeasures((int)SequenceLabelTask.KeyOf(label).Count);
        using var cursor = data.GetRowCursor([label, predicted]);
        Read(cursor, label, predicted, checkAlive, (_, keys, told) => measures.Add(keys, told, 1));
        return new SequenceToSequenceMetrics(measures.Accuracy, measures.SequenceAccuracy, measures.StepCount);
    }

    /// <summary>The metrics of each class.</summary>
    private static StepClassMetrics[] PerClass(DataViewSchema.Column label, SequenceMeasures measures)
    {
        var names = KeyNames.OfItems(label)?.Texts;
        return
        [
            .. Enumerable.Range(0, (int)SequenceLabelTask.KeyOf(label).Count).Select(index => new StepClassMetrics(
                names?[index] ?? (index + 1).ToString(CultureInfo.InvariantCulture), measures.Precision(index), measures.Recall(index),
                measures.F1(index), (long)measures.Count(index))),
        ];
    }

    /// <summary>Reads the classes in both columns, row by row; -1 stands for a missing key.</summary>
    private static void Read(
        DataViewRowCursor cursor, DataViewSchema.Column label, DataViewSchema.Column predicted, Action checkAlive, RowOfClasses take)
    {
        var getLabels = cursor.GetGetter<VBuffer<uint>>(label);
        var getPredicted = cursor.GetGetter<VBuffer<uint>>(predicted);
        VBuffer<uint> labels = default, classes = default;
        long rowNumber = 0;
        while (cursor.MoveNext())
        {
            if (++rowNumber % 1024 == 0)
                checkAlive();
            getLabels(ref labels);
            getPredicted(ref classes);
            take(rowNumber, Numbers(labels), Numbers(classes));
        }
        if (rowNumber == 0)
            throw new InvalidOperationException("Data to evaluate must have at least one row, but was empty.");
    }

    private static int[] Numbers(VBuffer<uint> keys) => [.. keys.DenseValues().Select(key => (int)key - 1)];

    private static InvalidOperationException Misfit(
        DataViewSchema.Column label, DataViewSchema.Column predicted, string rule, int ours, int labels, long rowNumber) =>
        new($"Predicted label column '{predicted.Name}' must be {rule} label column '{label.Name}', "
            + $"but has {ours} keys for {labels} in row {rowNumber}.");

    private delegate void RowOfClasses(long rowNumber, int[] labels, int[] classes);
}
