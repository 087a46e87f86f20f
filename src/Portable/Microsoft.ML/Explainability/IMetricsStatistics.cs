namespace Microsoft.ML.Data;

/// <summary>Collects how far repeated measurements are from a first one, metric by metric.</summary>
internal interface IMetricsStatistics<in T>
{
    void Add(T metrics, T baseline);
}
