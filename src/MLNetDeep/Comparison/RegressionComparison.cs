using Microsoft.ML;

namespace MLNetDeep.Comparison;

/// <summary>Regression by ML.NET's evaluator.</summary>
internal sealed class RegressionComparison(string labelColumnName) : ComparisonTask(
    labelColumnName, "mean", [new("R²", true), new("RMSE", false), new("MAE", false)])
{
    public override IReadOnlyList<double> Evaluate(MLContext context, IDataView scored) => Evaluate(context, scored, LabelColumnName);

    internal override IReadOnlyList<double> EvaluateBaseline(MLContext context, IDataView train, IDataView test)
    {
        var mean = (float)ReadLabels<float>(train).Average(l => (double)l);
        var rows = ReadLabels<float>(test).Select(label => new Row { Label = label, Score = mean });
        return Evaluate(context, context.Data.LoadFromEnumerable(rows.ToArray()), nameof(Row.Label));
    }

    private static double[] Evaluate(MLContext context, IDataView scored, string label)
    {
        var metrics = context.Regression.Evaluate(scored, label);
        return [metrics.RSquared, metrics.RootMeanSquaredError, metrics.MeanAbsoluteError];
    }

    private sealed class Row
    {
        public float Label { get; set; }

        public float Score { get; set; }
    }
}
