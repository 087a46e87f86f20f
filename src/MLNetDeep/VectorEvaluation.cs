using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>Evaluates predictions whose labels are vectors, which ML.NET's evaluators refuse.</summary>
internal static class VectorEvaluation
{
    public static MultiLabelMetrics MultiLabel(IDataView data, string labelColumnName, string scoreColumnName, Action checkAlive)
    {
        var (labels, scores, width, names) = Read(data, MultiLabelTask.Instance, labelColumnName, scoreColumnName, checkAlive);
        var measured = new MultiLabelMeasures(scores, labels, width, default);
        return new MultiLabelMetrics(
            measured.MicroF1, measured.MacroF1, measured.SubsetAccuracy, measured.HammingLoss, measured.MeanAreaUnderRoc, measured.LogLoss,
            [.. names.Select((name, label) => new LabelMetrics(name, measured.F1[label], measured.AreaUnderRoc[label]))]);
    }

    public static MultiTargetRegressionMetrics Regression(IDataView data, string labelColumnName, string scoreColumnName, Action checkAlive)
    {
        var (labels, scores, width, names) = Read(data, RegressionTask.Instance, labelColumnName, scoreColumnName, checkAlive);
        var (rmse, mae, rSquared) = RegressionMeasures.Measure(scores, labels, width, default);
        return new MultiTargetRegressionMetrics(rmse, mae, rSquared, [.. names.Select((name, target) =>
        {
            var one = RegressionMeasures.MeasureTarget(scores, labels, width, target, default);
            return new TargetMetrics(name, Math.Sqrt(one.SquaredError), one.AbsoluteError, one.RSquared);
        })]);
    }

    /// <summary>Reads labels and scores, both of shape [rows, width].</summary>
    private static (float[] Labels, float[] Scores, int Width, string[] Names) Read(
        IDataView data, LearningTask task, string labelColumnName, string scoreColumnName, Action checkAlive)
    {
        ArgumentNullException.ThrowIfNull(data);
        var (label, score) = ColumnChecks.CheckVectorEvaluation(data.Schema, task, labelColumnName, scoreColumnName);
        var width = task.TargetWidth(label);
        TensorTableBuilder labels = new(width), scores = new(width);
        using var cursor = data.GetRowCursor([label, score]);
        var readLabel = task.CreateReader(cursor, label);
        var getScore = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> buffer = default;
        for (long rowNumber = 1; cursor.MoveNext(); rowNumber++)
        {
            if (rowNumber % 1024 == 0)
                checkAlive();
            readLabel(rowNumber, labels.AddRow());
            getScore(ref buffer);
            buffer.CopyTo(scores.AddRow());
        }
        if (labels.RowCount == 0)
            throw new InvalidOperationException("Data to evaluate must have at least one row, but was empty.");
        var numbers = Enumerable.Range(0, width).Select(slot => slot.ToString(CultureInfo.InvariantCulture));
        return (labels.ToTable().Values.ToArray(), scores.ToTable().Values.ToArray(), width, FeatureSlots.Names(label) ?? [.. numbers]);
    }
}
