namespace Microsoft.ML.Data;

public sealed class MetricStatistics
{
    private double _mean;
    private double _squares; // sum of squared distances from the mean, kept up to date as numbers come (Welford)

    internal MetricStatistics()
    {
    }

    public double Mean => Count == 0 ? double.NaN : _mean;

    public double StandardDeviation => Count <= 1 ? 0 : Math.Sqrt(_squares / (Count - 1));

    public double StandardError => Count <= 1 ? 0 : StandardDeviation / Math.Sqrt(Count);

    public int Count { get; private set; }

    internal void Add(double metric)
    {
        Count++;
        var distance = metric - _mean;
        _mean += distance / Count;
        _squares += distance * (metric - _mean);
    }
}
