namespace Microsoft.ML.Data;

public sealed class MetricStatistics
{
    internal MetricStatistics(IReadOnlyCollection<double> values)
    {
        Count = values.Count;
        Mean = values.DefaultIfEmpty().Average();
        StandardDeviation = Count <= 1 ? 0 : Math.Sqrt(values.Sum(value => (value - Mean) * (value - Mean)) / (Count - 1));
    }

    public double Mean { get; }
    public double StandardDeviation { get; }
    public double StandardError => Count <= 1 ? 0 : StandardDeviation / Math.Sqrt(Count);
    public int Count { get; }
}

/// <summary>How far repeated measurements are from a first one.</summary>
internal sealed record MetricChanges<TMetrics>(TMetrics Baseline, IReadOnlyList<TMetrics> Measured)
{
    public MetricStatistics Of(Func<TMetrics, double> metric) => new([.. Measured.Select(m => metric(m) - metric(Baseline))]);
}

public sealed class RegressionMetricsStatistics
{
    private readonly MetricChanges<RegressionMetrics> _changes;

    internal RegressionMetricsStatistics(MetricChanges<RegressionMetrics> changes) => _changes = changes;
    public MetricStatistics MeanAbsoluteError => _changes.Of(m => m.MeanAbsoluteError);
    public MetricStatistics MeanSquaredError => _changes.Of(m => m.MeanSquaredError);
    public MetricStatistics RootMeanSquaredError => _changes.Of(m => m.RootMeanSquaredError);
    public MetricStatistics LossFunction => _changes.Of(m => m.LossFunction);
    public MetricStatistics RSquared => _changes.Of(m => m.RSquared);
}

public sealed class BinaryClassificationMetricsStatistics
{
    private readonly MetricChanges<BinaryClassificationMetrics> _changes;

    internal BinaryClassificationMetricsStatistics(MetricChanges<BinaryClassificationMetrics> changes) => _changes = changes;
    public MetricStatistics AreaUnderRocCurve => _changes.Of(m => m.AreaUnderRocCurve);
    public MetricStatistics Accuracy => _changes.Of(m => m.Accuracy);
    public MetricStatistics PositivePrecision => _changes.Of(m => m.PositivePrecision);
    public MetricStatistics PositiveRecall => _changes.Of(m => m.PositiveRecall);
    public MetricStatistics NegativePrecision => _changes.Of(m => m.NegativePrecision);
    public MetricStatistics NegativeRecall => _changes.Of(m => m.NegativeRecall);
    public MetricStatistics F1Score => _changes.Of(m => m.F1Score);
    public MetricStatistics AreaUnderPrecisionRecallCurve => _changes.Of(m => m.AreaUnderPrecisionRecallCurve);
}

public sealed class MulticlassClassificationMetricsStatistics
{
    private readonly MetricChanges<MulticlassClassificationMetrics> _changes;

    internal MulticlassClassificationMetricsStatistics(MetricChanges<MulticlassClassificationMetrics> changes) => _changes = changes;
    public MetricStatistics MacroAccuracy => _changes.Of(m => m.MacroAccuracy);
    public MetricStatistics MicroAccuracy => _changes.Of(m => m.MicroAccuracy);
    public MetricStatistics LogLoss => _changes.Of(m => m.LogLoss);
    public MetricStatistics LogLossReduction => _changes.Of(m => m.LogLossReduction);
    public MetricStatistics TopKAccuracy => _changes.Of(m => m.TopKAccuracy);
    public IReadOnlyList<MetricStatistics> PerClassLogLoss =>
        _changes.Baseline.PerClassLogLoss.Select((_, i) => _changes.Of(m => m.PerClassLogLoss[i])).ToImmutableArray();
}
