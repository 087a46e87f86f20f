namespace Microsoft.ML.Transforms;

/// <summary>Bounds of bins that hold about equally many values. NaN counts for nothing.</summary>
internal sealed class BinStatistics<T>(DataViewRow row, DataViewSchema.Column column, bool fixZero, int maximumBinCount)
    : NormalizerStatistics<T>(row, column)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<T>[] _values = Array.ConvertAll(new List<T>[column.Type.GetValueCount()], _ => new List<T>());
    private readonly long[] _missing = new long[column.Type.GetValueCount()];

    protected override void Add(T value, int slot)
    {
        if (T.IsNaN(value))
            _missing[slot]++;
        else if (!T.IsZero(value))
            _values[slot].Add(value);
    }

    public override NormalizerFunction Finish() => new BinNormalizer<T>(fixZero, [.. Enumerable.Range(0, Size).Select(FindBounds)]);

    private T[] FindBounds(int slot)
    {
        var (values, counts) = Distinct(slot);
        if (values.Count == 0)
            return [T.PositiveInfinity];
        var ends = values.Count <= maximumBinCount
            ? Enumerable.Range(1, values.Count).ToArray()
            : BinPlacement.Place(counts, maximumBinCount);
        return Array.ConvertAll(ends, end => end < values.Count ? Between(values[end - 1], values[end]) : T.PositiveInfinity);
    }

    private (List<T> Values, List<int> Counts) Distinct(int slot)
    {
        var sorted = _values[slot];
        sorted.Sort();
        var zeros = checked((int)(Rows - _missing[slot] - sorted.Count));
        var values = new List<T>();
        var counts = new List<int>();
        foreach (var value in sorted)
        {
            if (zeros > 0 && value > T.Zero)
                AddZeros();
            if (values.Count > 0 && values[^1] == value)
            {
                counts[^1]++;
                continue;
            }
            values.Add(value);
            counts.Add(1);
        }
        if (zeros > 0)
            AddZeros();
        return (values, counts);

        void AddZeros()
        {
            values.Add(T.Zero);
            counts.Add(zeros);
            zeros = 0;
        }
    }

    // The middle of two values that follow each other; the larger one where there is nothing in between.
    private static T Between(T low, T high)
    {
        var (smallest, largest) = typeof(T) == typeof(float)
            ? (T.CreateTruncating(float.MinValue), T.CreateTruncating(float.MaxValue))
            : (T.CreateTruncating(double.MinValue), T.CreateTruncating(double.MaxValue));
        if (T.IsNegativeInfinity(low))
            low = smallest;
        if (T.IsPositiveInfinity(high))
            high = largest;
        if (low >= high)
            return T.IsPositive(low) ? T.PositiveInfinity : low;
        var two = T.One + T.One;
        var middle = (low / two) + (high / two);
        return low < middle ? middle : high;
    }
}
