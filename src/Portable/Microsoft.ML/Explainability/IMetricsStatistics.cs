namespace Microsoft.ML.Data;

/// <summary>Collects one kind of metrics over repeated measurements.</summary>
internal interface IMetricsStatistics<in T>
{
    void Add(T metrics);
}
