namespace Microsoft.ML.Data;

public sealed class BinaryClassificationMetricsStatistics : IMetricsStatistics<BinaryClassificationMetrics>
{
    internal BinaryClassificationMetricsStatistics()
    {
    }

    public MetricStatistics AreaUnderRocCurve { get; } = new();

    public MetricStatistics Accuracy { get; } = new();

    public MetricStatistics PositivePrecision { get; } = new();

    public MetricStatistics PositiveRecall { get; } = new();

    public MetricStatistics NegativePrecision { get; } = new();

    public MetricStatistics NegativeRecall { get; } = new();

    public MetricStatistics F1Score { get; } = new();

    public MetricStatistics AreaUnderPrecisionRecallCurve { get; } = new();

    void IMetricsStatistics<BinaryClassificationMetrics>.Add(BinaryClassificationMetrics metrics)
    {
        AreaUnderRocCurve.Add(metrics.AreaUnderRocCurve);
        Accuracy.Add(metrics.Accuracy);
        PositivePrecision.Add(metrics.PositivePrecision);
        PositiveRecall.Add(metrics.PositiveRecall);
        NegativePrecision.Add(metrics.NegativePrecision);
        NegativeRecall.Add(metrics.NegativeRecall);
        F1Score.Add(metrics.F1Score);
        AreaUnderPrecisionRecallCurve.Add(metrics.AreaUnderPrecisionRecallCurve);
    }
}
