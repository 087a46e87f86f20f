using System.Numerics;

namespace Microsoft.ML.Transforms;

/// <summary>The smallest and largest value by slot; NaN counts for nothing.</summary>
internal abstract class MinMaxCounter<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly long[] _counts;
    private long _rows;

    protected MinMaxCounter(int size)
    {
        _counts = new long[size];
        Min = new T[size];
        Max = new T[size];
        Array.Fill(Min, T.PositiveInfinity);
        Array.Fill(Max, T.NegativeInfinity);
    }

    protected T[] Min { get; }

    protected T[] Max { get; }

    public void StartRow() => _rows++;

    public virtual void Add(T value, int slot)
    {
        _counts[slot]++;
        Update(value, slot);
    }

    protected void CountZeros()
    {
        for (var slot = 0; slot < _counts.Length; slot++)
        {
            if (_counts[slot] < _rows)
                Update(T.Zero, slot);
        }
    }

    protected long ZerosNotAdded(int slot) => _rows - _counts[slot];

    private void Update(T value, int slot)
    {
        if (Max[slot] < value)
            Max[slot] = value;
        if (Min[slot] > value)
            Min[slot] = value;
    }
}

/// <summary>Scales to [0, 1], or, with zero fixed, by the largest absolute value. A slot without spread becomes zero.</summary>
internal sealed class MinMaxStatistics<T>(int size, bool fixZero) : MinMaxCounter<T>(size), INormalizerStatistics<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public NormalizerFunction Finish()
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
internal sealed class RobustStatistics<T> : MinMaxCounter<T>, INormalizerStatistics<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<T>[] _values;
    private readonly bool _centerData;
    private readonly T _share;

    public RobustStatistics(int size, bool centerData, uint quantileMin, uint quantileMax)
        : base(size)
    {
        _centerData = centerData;
        _share = T.CreateTruncating((quantileMax - quantileMin) / 100f);
        _values = new List<T>[size];
        for (var slot = 0; slot < size; slot++)
            _values[slot] = [];
    }

    public override void Add(T value, int slot)
    {
        base.Add(value, slot);
        if (!T.IsNaN(value))
            _values[slot].Add(value);
    }

    public NormalizerFunction Finish()
    {
        CountZeros();
        var scale = new T[Min.Length];
        var offset = new T[Min.Length];
        for (var slot = 0; slot < scale.Length; slot++)
        {
            scale[slot] = T.One / ((Max[slot] - Min[slot]) * _share);
            if (_centerData)
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
