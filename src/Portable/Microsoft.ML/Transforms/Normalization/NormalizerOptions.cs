namespace Microsoft.ML.Transforms;

/// <summary>What kind of normalizer is learned, of how many rows, and from which statistics of a slot.</summary>
internal abstract record NormalizerOptions(
    long MaximumExampleCount, NormalizerKind Kind, bool KeepsValues = false, bool OfLogarithms = false)
{
    public static bool IsReal(DataViewType type) => type == NumberDataViewType.Single || type == NumberDataViewType.Double;

    public static void CheckType(DataViewSchema.Column column) => Contracts.CheckParam(
        IsReal(column.Type.GetItemType()) && column.Type.GetValueCount() > 0, "srcType",
        $"Wrong column type for input column. Expected: Single, Double, Vector of Single or Vector of Double. Got: {column.Type}.");

    public ColumnLearner<Normalizer> CreateLearner<T>(DataViewRow row, DataViewSchema.Column column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var slots = SlotStatistics<T>.Create(column.Type.GetValueCount(), KeepsValues, OfLogarithms);
        var rows = 0L;
        return ColumnLearner<Normalizer>.Create<T>(row, column, Take,
            () => new Normalizer(Kind, column.Type, Array.ConvertAll(slots, slot => ItemList.Of(Finish(slot.Close(rows))))));

        bool Take(VBuffer<T> values)
        {
            SlotStatistics<T>.Add(slots, in values);
            return ++rows < MaximumExampleCount;
        }
    }

    /// <summary>The parameters of a slot's normalizer.</summary>
    protected abstract T[] Finish<T>(SlotStatistics<T> slot) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Scales to [0, 1], or, with zero fixed, by the largest absolute value. A slot without spread becomes zero.</summary>
    internal sealed record MinMax(long MaximumExampleCount, bool FixZero) : NormalizerOptions(MaximumExampleCount, NormalizerKind.Affine)
    {
        protected override T[] Finish<T>(SlotStatistics<T> slot)
        {
            if (!(slot.Max > slot.Min))
                return [T.Zero, T.Zero];
            var scale = T.One / (FixZero ? T.Max(T.Abs(slot.Max), T.Abs(slot.Min)) : slot.Max - slot.Min);
            return [scale, FixZero || T.IsZero(scale) ? T.Zero : slot.Min];
        }
    }

    /// <summary>Takes off the mean and divides by the deviation, or with zero fixed by the root mean square; or gives the share.</summary>
    internal sealed record MeanVariance(long MaximumExampleCount, bool FixZero, bool UseLog, bool UseCdf) : NormalizerOptions(
        MaximumExampleCount, !UseCdf ? NormalizerKind.Affine : UseLog ? NormalizerKind.LogCdf : NormalizerKind.Cdf, false, UseLog)
    {
        protected override T[] Finish<T>(SlotStatistics<T> slot)
        {
            if (slot.Variance is not > 0)
                return [T.Zero, T.Zero];
            var mean = T.CreateTruncating(slot.Mean);
            if (UseCdf)
                return [mean, T.CreateTruncating(Math.Sqrt(slot.Variance))];
            var scale = T.One / T.CreateTruncating(Math.Sqrt(slot.Variance + (FixZero ? slot.Mean * slot.Mean : 0)));
            return [scale, FixZero || T.IsZero(scale) ? T.Zero : mean];
        }
    }

    /// <summary>Scales by a share of the range, around the median.</summary>
    internal sealed record RobustScaling(long MaximumExampleCount, bool CenterData, uint QuantileMin, uint QuantileMax)
        : NormalizerOptions(MaximumExampleCount, NormalizerKind.Affine, KeepsValues: CenterData)
    {
        protected override T[] Finish<T>(SlotStatistics<T> slot) =>
            [T.One / ((slot.Max - slot.Min) * T.CreateTruncating((QuantileMax - QuantileMin) / 100f)), CenterData ? Median(slot) : T.Zero];

        // The running median of the official scaler, which a NaN leads astray: it counts as the smallest value, and compares with none.
        private static T Median<T>(SlotStatistics<T> slot) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var above = new PriorityQueue<T, T>();
            var below = new PriorityQueue<T, T>(Comparer<T>.Create((x, y) => y.CompareTo(x)));
            var median = T.Zero;
            foreach (var value in slot.Values)
            {
                var (to, from) = value < median ? (below, above) : (above, below);
                if (to.Count > from.Count)
                    from.Enqueue(to.Peek(), to.Dequeue());
                to.Enqueue(value, value);
                median = above.Count == below.Count
                    ? (above.Peek() + below.Peek()) / (T.One + T.One)
                    : above.Count > below.Count ? above.Peek() : below.Peek();
            }
            return median;
        }
    }

    /// <summary>Gives the number of the value's bin; the bins hold about equally many values.</summary>
    internal sealed record Binning(long MaximumExampleCount, bool FixZero, int MaximumBinCount)
        : NormalizerOptions(MaximumExampleCount, FixZero ? NormalizerKind.ZeroBin : NormalizerKind.Bin, KeepsValues: true)
    {
        protected override T[] Finish<T>(SlotStatistics<T> slot)
        {
            Contracts.CheckUserArg(MaximumBinCount > 1, nameof(MaximumBinCount), "Must be greater than 1");
            return Bins.FindBounds(slot, MaximumBinCount);
        }
    }
}
