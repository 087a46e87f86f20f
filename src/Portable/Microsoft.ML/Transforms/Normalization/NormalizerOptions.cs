namespace Microsoft.ML.Transforms;

/// <summary>What kind of normalizer is learned, and of how many rows.</summary>
internal abstract record NormalizerOptions(long MaximumExampleCount)
{
    public ColumnLearner<NormalizerFunction> CreateStatistics(DataViewRow row, DataViewSchema.Column column)
    {
        var itemType = column.Type.GetItemType();
        var isReal = itemType == NumberDataViewType.Single || itemType == NumberDataViewType.Double;
        if (!isReal || column.Type is VectorDataViewType { IsKnownSize: false })
        {
            throw Contracts.ExceptParam(
                "srcType",
                $"Wrong column type for input column. Expected: Single, Double, Vector of Single or Vector of Double. Got: {column.Type}.");
        }
        return Utils.MarshalInvoke(CreateCore<float>, itemType.RawType, row, column);
    }

    protected abstract NormalizerStatistics<T> Create<T>(DataViewRow row, DataViewSchema.Column column)
        where T : unmanaged, IFloatingPointIeee754<T>;

    private ColumnLearner<NormalizerFunction> CreateCore<T>(DataViewRow row, DataViewSchema.Column column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var statistics = Create<T>(row, column);
        statistics.Remaining = MaximumExampleCount;
        return statistics;
    }

    internal sealed record MinMax(long MaximumExampleCount, bool FixZero) : NormalizerOptions(MaximumExampleCount)
    {
        protected override NormalizerStatistics<T> Create<T>(DataViewRow row, DataViewSchema.Column column) =>
            new MinMaxStatistics<T>(row, column, FixZero);
    }

    internal sealed record MeanVariance(long MaximumExampleCount, bool FixZero, bool UseLog, bool UseCdf)
        : NormalizerOptions(MaximumExampleCount)
    {
        protected override NormalizerStatistics<T> Create<T>(DataViewRow row, DataViewSchema.Column column) =>
            new MeanVarianceStatistics<T>(row, column, FixZero, UseLog, UseCdf);
    }

    internal sealed record Binning(long MaximumExampleCount, bool FixZero, int MaximumBinCount) : NormalizerOptions(MaximumExampleCount)
    {
        protected override NormalizerStatistics<T> Create<T>(DataViewRow row, DataViewSchema.Column column)
        {
            Contracts.CheckUserArg(MaximumBinCount > 1, nameof(MaximumBinCount), "Must be greater than 1");
            return new BinStatistics<T>(row, column, FixZero, MaximumBinCount);
        }
    }

    internal sealed record RobustScaling(long MaximumExampleCount, bool CenterData, uint QuantileMin, uint QuantileMax)
        : NormalizerOptions(MaximumExampleCount)
    {
        protected override NormalizerStatistics<T> Create<T>(DataViewRow row, DataViewSchema.Column column) =>
            new RobustStatistics<T>(row, column, CenterData, QuantileMin, QuantileMax);
    }
}
