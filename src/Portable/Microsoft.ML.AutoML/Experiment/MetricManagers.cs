namespace Microsoft.ML.AutoML;

/// <summary>What trials are ranked by.</summary>
public interface IMetricManager
{
    bool IsMaximize { get; }

    string MetricName { get; }
}

/// <summary>Measures scored rows.</summary>
public interface IEvaluateMetricManager : IMetricManager
{
    double Evaluate(MLContext context, IDataView eval);
}

// A metric that is none of the enumeration's is a NotImplementedException, as in the official package.
internal sealed class EvaluateMetricManager(string name, bool isMaximize, Func<MLContext, IDataView, double> evaluate)
    : IEvaluateMetricManager
{
    public bool IsMaximize { get; } = isMaximize;
    public string MetricName { get; } = name;
    public double Evaluate(MLContext context, IDataView eval) => evaluate(context, eval);

    public static EvaluateMetricManager Binary(BinaryClassificationMetric metric, string label, string predicted)
    {
        Func<BinaryClassificationMetrics, double> value = metric switch
        {
            BinaryClassificationMetric.Accuracy => m => m.Accuracy,
            BinaryClassificationMetric.AreaUnderPrecisionRecallCurve => m => m.AreaUnderPrecisionRecallCurve,
            BinaryClassificationMetric.AreaUnderRocCurve => m => m.AreaUnderRocCurve,
            BinaryClassificationMetric.PositivePrecision => m => m.PositivePrecision,
            BinaryClassificationMetric.PositiveRecall => m => m.PositiveRecall,
            BinaryClassificationMetric.NegativePrecision => m => m.NegativePrecision,
            BinaryClassificationMetric.NegativeRecall => m => m.NegativeRecall,
            BinaryClassificationMetric.F1Score => m => m.F1Score,
            _ => throw new NotImplementedException(),
        };
        return new($"{metric}", true, (context, eval) => value(context.BinaryClassification.EvaluateNonCalibrated(
            eval, labelColumnName: label, predictedLabelColumnName: predicted)));
    }

    // That the reduction of the log-loss is minimised, and so the worst trial taken for the best, is the official package's mistake.
    public static EvaluateMetricManager Multiclass(MulticlassClassificationMetric metric, string label, string predicted)
    {
        (bool IsMaximize, Func<MulticlassClassificationMetrics, double> Value) of = metric switch
        {
            MulticlassClassificationMetric.MicroAccuracy => (true, m => m.MicroAccuracy),
            MulticlassClassificationMetric.MacroAccuracy => (true, m => m.MacroAccuracy),
            MulticlassClassificationMetric.LogLoss => (false, m => m.LogLoss),
            MulticlassClassificationMetric.LogLossReduction => (false, m => m.LogLossReduction),
            MulticlassClassificationMetric.TopKAccuracy => (true, m => m.TopKAccuracy),
            _ => throw new NotImplementedException(),
        };
        return new($"{metric}", of.IsMaximize, (context, eval) => of.Value(context.MulticlassClassification.Evaluate(
            eval, labelColumnName: label, predictedLabelColumnName: predicted)));
    }

    public static EvaluateMetricManager Regression(RegressionMetric metric, string label, string score)
    {
        Func<RegressionMetrics, double> value = metric switch
        {
            RegressionMetric.MeanAbsoluteError => m => m.MeanAbsoluteError,
            RegressionMetric.MeanSquaredError => m => m.MeanSquaredError,
            RegressionMetric.RootMeanSquaredError => m => m.RootMeanSquaredError,
            RegressionMetric.RSquared => m => m.RSquared,
            _ => throw new NotImplementedException(),
        };
        return new($"{metric}", metric == RegressionMetric.RSquared, (context, eval) =>
            value(context.Regression.Evaluate(eval, label, score)));
    }
}
