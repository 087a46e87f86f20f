using Microsoft.ML;

namespace MLNetDeep.Comparison;

/// <summary>Binary classification by ML.NET's evaluator.</summary>
internal sealed class BinaryComparison(string labelColumnName) : ComparisonTask(
    labelColumnName, "majority class", [new("AUC", true), new("accuracy", true), new("F1", true), new("log-loss", false)])
{
    public override IReadOnlyList<double> Evaluate(MLContext context, IDataView scored) => Evaluate(context, scored, LabelColumnName);

    internal override IReadOnlyList<double> EvaluateBaseline(MLContext context, IDataView train, IDataView test)
    {
        var labels = ReadLabels<bool>(train);
        // Half a row more on each side keeps the logit finite when all training rows agree.
        var probability = (labels.Count(l => l) + 0.5f) / (labels.Count + 1f);
        var rows = ReadLabels<bool>(test).Select(label => new Row
        {
            Label = label,
            Probability = probability,
            Score = MathF.Log(probability / (1 - probability)),
            PredictedLabel = probability > 0.5f,
        });
        return Evaluate(context, context.Data.LoadFromEnumerable(rows.ToArray()), nameof(Row.Label));
    }

    private static double[] Evaluate(MLContext context, IDataView scored, string label)
    {
        var metrics = context.BinaryClassification.Evaluate(scored, label);
        // F1 is NaN when no row is predicted positive; nothing found is 0.
        var f1 = double.IsNaN(metrics.F1Score) ? 0 : metrics.F1Score;
        return [metrics.AreaUnderRocCurve, metrics.Accuracy, f1, metrics.LogLoss];
    }

    private sealed class Row
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
