namespace Microsoft.ML
{
    public static class TimeSeriesCatalog
    {
        public static SsaForecastingEstimator ForecastBySsa(this ForecastingCatalog catalog, string outputColumnName,
            string inputColumnName, int windowSize, int seriesLength, int trainSize, int horizon, bool isAdaptive = false,
            float discountFactor = 1, RankSelectionMethod rankSelectionMethod = RankSelectionMethod.Exact, int? rank = null,
            int? maxRank = null, bool shouldStabilize = true, bool shouldMaintainInfo = false, GrowthRatio? maxGrowth = null,
            string? confidenceLowerBoundColumn = null, string? confidenceUpperBoundColumn = null, float confidenceLevel = 0.95f,
            bool variableHorizon = false) =>
            // The official estimator loses maxRank and shouldMaintainInfo, unchecked, on the way to its model; so they do nothing here.
            new(CatalogUtils.GetEnvironment(catalog), new SsaOptions(inputColumnName ?? outputColumnName, outputColumnName,
                confidenceLowerBoundColumn, confidenceUpperBoundColumn, confidenceLevel, horizon, variableHorizon, isAdaptive, windowSize,
                seriesLength, trainSize, discountFactor, rankSelectionMethod, rank, shouldStabilize, maxGrowth));
    }
}

namespace Microsoft.ML.Transforms.TimeSeries
{
    public enum RankSelectionMethod
    {
        Fixed,
        Exact,
        Fast,
    }

    public struct GrowthRatio
    {
        public int TimeSpan;
        public double Growth;

        public double Ratio => Math.Pow(Growth, 1d / TimeSpan);
    }

    public sealed class SsaForecastingEstimator : IEstimator<SsaForecastingTransformer>
    {
        private readonly IHost _host;
        private readonly SsaOptions _options;

        internal SsaForecastingEstimator(IHostEnvironment env, SsaOptions options)
        {
            _host = env.Register(nameof(SsaForecastingEstimator));
            _host.CheckNonEmpty(options.Name, nameof(options.Name));
            _host.CheckNonEmpty(options.Source, nameof(options.Source));
            _options = options;
        }

        public SsaForecastingTransformer Fit(IDataView input)
        {
            _host.CheckValue(input, nameof(input));
            return new SsaForecastingTransformer(_host, _options, input);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            _host.CheckValue(inputSchema, nameof(inputSchema));
            if (!inputSchema.TryFindColumn(_options.Source, out var source))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", _options.Source);
            if (!source.ItemType.Equals(NumberDataViewType.Single))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", _options.Source, "Single", source.GetTypeString());
            var columns = inputSchema.ToDictionary(c => c.Name);
            foreach (var name in _options.OutputNames)
                columns[name] = new SchemaShape.Column(name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false);
            return new SchemaShape(columns.Values);
        }
    }
}
