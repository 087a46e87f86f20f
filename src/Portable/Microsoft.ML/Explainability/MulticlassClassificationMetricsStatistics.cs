namespace Microsoft.ML.Data;

public sealed class MulticlassClassificationMetricsStatistics : IMetricsStatistics<MulticlassClassificationMetrics>
{
    private MetricStatistics[] _perClassLogLoss = [];

    internal MulticlassClassificationMetricsStatistics()
    {
    }

    public MetricStatistics MacroAccuracy { get; } = new();

    public MetricStatistics MicroAccuracy { get; } = new();

    public MetricStatistics LogLoss { get; } = new();

    public MetricStatistics LogLossReduction { get; } = new();

    public MetricStatistics TopKAccuracy { get; } = new();

    public IReadOnlyList<MetricStatistics> PerClassLogLoss => _perClassLogLoss;

    void IMetricsStatistics<MulticlassClassificationMetrics>.Add(MulticlassClassificationMetrics metrics)
    {
        MacroAccuracy.Add(metrics.MacroAccuracy);
        MicroAccuracy.Add(metrics.MicroAccuracy);
        LogLoss.Add(metrics.LogLoss);
        LogLossReduction.Add(metrics.LogLossReduction);
        TopKAccuracy.Add(metrics.TopKAccuracy);
        if (_perClassLogLoss.Length == 0)
            _perClassLogLoss = metrics.PerClassLogLoss.Select(_ => new MetricStatistics()).ToArray();
        for (var i = 0; i < _perClassLogLoss.Length; i++)
            _perClassLogLoss[i].Add(metrics.PerClassLogLoss[i]);
    }
}
