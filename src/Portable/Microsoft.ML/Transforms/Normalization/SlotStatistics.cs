namespace Microsoft.ML.Transforms;

/// <summary>What is known of the values of a slot. NaN counts for nothing, and infinities not for the moments; zeros that sparse vectors
/// leave out are counted in at the end. Mean and variance are Welford's running update, of the values or of their logarithms (zero has
/// none).</summary>
internal sealed class SlotStatistics<T>(bool keepsValues, bool ofLogarithms) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<T> _values = [];
    private long _total, _added, _ignored, _count;
    private double _squares;

    public T Min { get; private set; } = T.PositiveInfinity;
    public T Max { get; private set; } = T.NegativeInfinity;
    public double Mean { get; private set; }
    public double Variance => _squares / _count;
    public long ZeroCount { get; private set; }

    /// <summary>All values as they came, NaN too, the zeros left out last, if they are kept.</summary>
    public IEnumerable<T> Values => _values.Concat(Enumerable.Repeat(T.Zero, (int)(_total - _added)));

    public static SlotStatistics<T>[] Create(int count, bool keepsValues = false, bool ofLogarithms = false) =>
        [.. Enumerable.Range(0, count).Select(_ => new SlotStatistics<T>(keepsValues, ofLogarithms))];

    public static T Log(T value) => T.CreateTruncating(Math.Log(double.CreateTruncating(value)));

    /// <summary>Adds the values of a row, each to its slot, or all of them to the only one.</summary>
    public static void Add(SlotStatistics<T>[] slots, in VBuffer<T> vector)
    {
        var values = vector.GetValues();
        var indices = vector.GetIndices();
        for (var i = 0; i < values.Length; i++)
            slots[slots.Length == 1 ? 0 : vector.IsDense ? i : indices[i]].Add(values[i]);
    }

    /// <summary>Ends the adding: there were so many values in all.</summary>
    public SlotStatistics<T> Close(long total)
    {
        _total = total;
        if (_added < total)
            (Min, Max) = (T.MinNumber(Min, T.Zero), T.MaxNumber(Max, T.Zero));
        ZeroCount = total - _ignored - _count;
        if (ZeroCount > 0 && !ofLogarithms)
        {
            var mean = Mean;
            Mean -= mean * ZeroCount / (_count += ZeroCount);
            _squares += mean * Mean * ZeroCount;
        }
        return this;
    }

    private void Add(T value)
    {
        _added++;
        (Min, Max) = (T.MinNumber(Min, value), T.MaxNumber(Max, value));
        if (keepsValues)
            _values.Add(value);
        if (T.IsZero(value))
            return;
        var x = double.CreateTruncating(ofLogarithms ? Log(value) : value);
        if (!double.IsFinite(x))
        {
            _ignored++;
            return;
        }
        var delta = x - Mean;
        Mean += delta / ++_count;
        _squares += delta * (x - Mean);
    }
}
