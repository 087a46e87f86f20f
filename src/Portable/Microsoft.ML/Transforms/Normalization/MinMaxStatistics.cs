namespace Microsoft.ML.Transforms;

/// <summary>The smallest and largest value by slot; NaN counts for nothing.</summary>
internal abstract class MinMaxCounter<T> : NormalizerStatistics<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly long[] _counts;

    protected MinMaxCounter(DataViewRow row, DataViewSchema.Column column)
        : base(row, column)
    {
        _counts = new long[Size];
        Min = new T[Size];
        Max = new T[Size];
        Array.Fill(Min, T.PositiveInfinity);
        Array.Fill(Max, T.NegativeInfinity);
    }

    protected T[] Min { get; }

    protected T[] Max { get; }

    protected override void Add(T value, int slot)
    {
        _counts[slot]++;
        Update(value, slot);
    }

    protected void CountZeros()
    {
        for (var slot = 0; slot < _counts.Length; slot++)
        {
            if (_counts[slot] < Rows)
                Update(T.Zero, slot);
        }
    }

    protected long ZerosNotAdded(int slot) => Rows - _counts[slot];

    private void Update(T value, int slot)
    {
        if (Max[slot] < value)
            Max[slot] = value;
        if (Min[slot] > value)
            Min[slot] = value;
    }
}

/// <summary>Scales to [0, 1], or, with zero fixed, by the largest absolute value. A slot without spread becomes zero.</summary>
internal sealed class MinMaxStatistics<T>(DataViewRow row, DataViewSchema.Column column, bool fixZero) : MinMaxCounter<T>(row, column)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override NormalizerFunction Finish()
    {
        CountZeros();
        var scale = new T[Min.Length];
        var offset = new T[Min.Length];
        for (var slot = 0; slot < scale.Length; slot++)
        {
            if (!(Max[slot] > Min[slot]))
                continue;
            scale[slot] = fixZero ? T.One / T.Max(T.Abs(Max[slot]), T.Abs(Min[slot])) : T.One / (Max[slot] - Min[slot]);
            if (!fixZero && !T.IsZero(scale[slot]))
                offset[slot] = Min[slot];
        }
        return new AffineNormalizer<T>(scale, offset);
    }
}

/// <summary>Scales by a share of the range, around the median.</summary>
internal sealed class RobustStatistics<T>(
    DataViewRow row, DataViewSchema.Column column, bool centerData, uint quantileMin, uint quantileMax)
    : MinMaxCounter<T>(row, column)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<T>[] _values = Array.ConvertAll(new List<T>[column.Type.GetValueCount()], _ => new List<T>());
    private readonly T _share = T.CreateTruncating((quantileMax - quantileMin) / 100f);

    protected override void Add(T value, int slot)
    {
        base.Add(value, slot);
        if (!T.IsNaN(value))
            _values[slot].Add(value);
    }

    public override NormalizerFunction Finish()
    {
        CountZeros();
        var scale = new T[Min.Length];
        var offset = new T[Min.Length];
        for (var slot = 0; slot < scale.Length; slot++)
        {
            scale[slot] = T.One / ((Max[slot] - Min[slot]) * _share);
            if (centerData)
                offset[slot] = Median(slot);
        }
        return new AffineNormalizer<T>(scale, offset);
    }

    private T Median(int slot)
    {
        var values = _values[slot];
        values.Sort();
        // The zeros that were not added lie between the negative and the positive values.
        var zeros = ZerosNotAdded(slot);
        var negative = values.FindIndex(v => v >= T.Zero);
        negative = negative < 0 ? values.Count : negative;
        var count = values.Count + zeros;
        if (count == 0)
            return T.Zero;
        var two = T.One + T.One;
        return count % 2 == 1 ? At(count / 2) : (At((count / 2) - 1) + At(count / 2)) / two;

        T At(long rank) => rank < negative ? values[(int)rank] : rank < negative + zeros ? T.Zero : values[(int)(rank - zeros)];
    }
}
