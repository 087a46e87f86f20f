using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns how to bring columns to a common scale.</summary>
public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    internal const long DefaultMaximumExampleCount = 1000000000;

    private readonly IHost _host;
    private readonly ColumnOptions[] _columns;

    internal NormalizingEstimator(IHostEnvironment env, params ColumnOptions[] columns)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(NormalizingEstimator));
        _host.CheckValue(columns, nameof(columns));
        foreach (var column in columns)
            _host.CheckParam(column.MaximumExampleCount > 1, "maximumExampleCount", "Must be greater than 1");
        _columns = columns;
    }

    /// <summary>Reads the data once and makes the transformer.</summary>
    public NormalizingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return NormalizingTransformer.Train(_host, input, _columns);
    }

    /// <summary>The schema with the normalized columns.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        var result = inputSchema.ToDictionary(c => c.Name);
        foreach (var options in _columns)
        {
            if (!inputSchema.TryFindColumn(options.InputColumnName, out var column))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", options.InputColumnName);
            if (column.Kind == SchemaShape.Column.VectorKind.VariableVector)
            {
                throw _host.ExceptSchemaMismatch(
                    nameof(inputSchema), "input", options.InputColumnName, "known-size vector or scalar", column.GetTypeString());
            }

            if (!column.ItemType.Equals(NumberDataViewType.Single) && !column.ItemType.Equals(NumberDataViewType.Double))
            {
                throw _host.ExceptSchemaMismatch(
                    nameof(inputSchema), "input", options.InputColumnName, "vector or scalar of Single or Double", column.GetTypeString());
            }

            var annotations = new List<SchemaShape.Column>
            {
                AnnotationShapes.IsNormalized,
            };
            if (column.Annotations.TryFindColumn(AnnotationUtils.Kinds.SlotNames, out var slots))
                annotations.Add(slots);
            result[options.Name] = new SchemaShape.Column(
                options.Name, column.Kind, column.ItemType, column.IsKey, new SchemaShape(annotations));
        }

        return new SchemaShape(result.Values);
    }

    internal abstract record ColumnOptions(string Name, string InputColumnName, long MaximumExampleCount)
    {
        public abstract INormalizerStatistics<T> CreateStatistics<T>(int size)
            where T : unmanaged, IFloatingPointIeee754<T>;
    }

    internal sealed record MinMaxColumnOptions(
        string Name, string InputColumnName, long MaximumExampleCount = DefaultMaximumExampleCount, bool FixZero = true)
        : ColumnOptions(Name, InputColumnName, MaximumExampleCount)
    {
        public override INormalizerStatistics<T> CreateStatistics<T>(int size) => new MinMaxStatistics<T>(size, FixZero);
    }

    internal sealed record MeanVarianceColumnOptions(
        string Name,
        string InputColumnName,
        long MaximumExampleCount = DefaultMaximumExampleCount,
        bool FixZero = true,
        bool UseLog = false,
        bool UseCdf = false)
        : ColumnOptions(Name, InputColumnName, MaximumExampleCount)
    {
        public override INormalizerStatistics<T> CreateStatistics<T>(int size) =>
            new MeanVarianceStatistics<T>(size, FixZero, UseLog, UseCdf);
    }

    internal sealed record BinningColumnOptions(
        string Name,
        string InputColumnName,
        long MaximumExampleCount = DefaultMaximumExampleCount,
        bool FixZero = true,
        int MaximumBinCount = 1024)
        : ColumnOptions(Name, InputColumnName, MaximumExampleCount)
    {
        public override INormalizerStatistics<T> CreateStatistics<T>(int size)
        {
            Contracts.CheckUserArg(MaximumBinCount > 1, nameof(MaximumBinCount), "Must be greater than 1");
            return new BinStatistics<T>(size, FixZero, MaximumBinCount);
        }
    }

    internal sealed record RobustScalingColumnOptions(
        string Name,
        string InputColumnName,
        long MaximumExampleCount = DefaultMaximumExampleCount,
        bool CenterData = true,
        uint QuantileMin = 25,
        uint QuantileMax = 75)
        : ColumnOptions(Name, InputColumnName, MaximumExampleCount)
    {
        public override INormalizerStatistics<T> CreateStatistics<T>(int size) =>
            new RobustStatistics<T>(size, CenterData, QuantileMin, QuantileMax);
    }
}
