using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparison;

/// <summary>Binary classification by ML.NET's evaluator.</summary>
internal sealed class BinaryComparison(string labelColumnName) : ComparisonTask(
    labelColumnName, "majority class", [new("AUC", true), new("accuracy", true), new("F1", true), new("log-loss", false)])
{
    private const string Probability = nameof(Row.Probability);

    internal override bool HasClasses => true;

    internal override bool NeedsAllClassesToTest => true;

    private protected override string ExpectedLabel => "Boolean";

    private protected override bool Accepts(DataViewType label) => label is BooleanDataViewType;

    internal override float[] ReadLabels(IDataView data) =>
        Array.ConvertAll(ColumnValues.Read<bool>(data, LabelColumnName), ToNumber);

    internal override IDataView PredictConstant(MLContext context, IDataView train, IDataView test)
    {
        var labels = ColumnValues.Read<bool>(train, LabelColumnName);
        // Half a row more on each side keeps the logit finite when all training rows agree.
        var probability = (labels.Count(l => l) + 0.5f) / (labels.Length + 1f);
        var rows = ColumnValues.Read<bool>(test, LabelColumnName).Select(label => new Row
        {
            Label = label,
            Probability = probability,
            Score = MathF.Log(probability / (1 - probability)),
            PredictedLabel = probability > 0.5f,
        });
        return context.Data.LoadFromEnumerable(rows.ToArray());
    }

    internal override IReadOnlyList<double> Evaluate(MLContext context, IDataView scored, string labelColumnName)
    {
        if (scored.Schema.GetColumnOrNull(Probability) is null)
        {
            var metrics = context.BinaryClassification.EvaluateNonCalibrated(scored, labelColumnName);
            return [metrics.AreaUnderRocCurve, metrics.Accuracy, OrZero(metrics.F1Score), double.NaN];
        }
        var calibrated = context.BinaryClassification.Evaluate(scored, labelColumnName);
        return [calibrated.AreaUnderRocCurve, calibrated.Accuracy, OrZero(calibrated.F1Score), calibrated.LogLoss];
    }

    internal override FoldScores ReadScores(IDataView scored, string labelColumnName)
    {
        var hasProbability = scored.Schema.GetColumnOrNull(Probability) is not null;
        var name = hasProbability ? Probability : nameof(Row.Score);
        var (labels, columns) = ColumnValues.Read<bool>(scored, labelColumnName, ToNumber, name);
        return new FoldScores(1, columns[0].Values, labels, hasProbability);
    }

    // F1 is NaN when no row is predicted positive; nothing found is 0.
    private static double OrZero(double f1) => double.IsNaN(f1) ? 0 : f1;

    private static float ToNumber(bool label) => label ? 1 : 0;

    private sealed class Row
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
