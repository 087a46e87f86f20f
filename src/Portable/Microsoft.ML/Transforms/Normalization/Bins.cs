namespace Microsoft.ML.Transforms;

/// <summary>Divides distinct values in order into bins of about equal counts: it makes the sum of the squared counts small, by cutting the
/// bin that gains most until there are enough, and then moving single cuts as long as that gains something.</summary>
internal sealed class Bins
{
    private readonly long[] _upTo;
    private readonly int[] _cuts;

    private Bins(IEnumerable<int> counts, int binCount)
    {
        var sum = 0L;
        _upTo = [0, .. counts.Select(count => sum += count)];
        _cuts = new int[binCount + 1];
        Cut();
        Move();
    }

    /// <summary>The upper bounds of the bins of a slot's values, rising, the last one infinite.</summary>
    public static T[] FindBounds<T>(SlotStatistics<T> slot, int maximumBinCount) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = slot.Values.Where(value => !T.IsNaN(value)).CountBy(value => value).OrderBy(group => group.Key).ToArray();
        int[] ends = values.Length <= maximumBinCount
            ? [.. Enumerable.Range(1, values.Length)]
            : new Bins(values.Select(group => group.Value), maximumBinCount)._cuts[1..];
        // The middle of two values that follow each other; the larger one where there is nothing in between.
        var largest = T.BitDecrement(T.PositiveInfinity);
        var bounds = ends.SkipLast(1).Select(end =>
        {
            var (low, high) = (T.Max(values[end - 1].Key, -largest), T.Min(values[end].Key, largest));
            var middle = (low / (T.One + T.One)) + (high / (T.One + T.One));
            return low >= high ? (T.IsPositive(low) ? T.PositiveInfinity : low) : low < middle ? middle : high;
        });
        return [.. bounds, T.PositiveInfinity];
    }

    private void Cut()
    {
        var last = _upTo.Length - 1;
        var segments = new PriorityQueue<(int Min, int Split, int Max), long>();
        Add(0, last);
        for (var cut = 1; cut < _cuts.Length - 1; cut++)
        {
            var (min, split, max) = segments.Dequeue();
            _cuts[cut] = split;
            Add(min, split);
            Add(split, max);
        }
        _cuts[^1] = last;
        Array.Sort(_cuts);

        void Add(int min, int max)
        {
            if (max - min >= 2 && BestSplit(min, max, 0) is var (split, gain))
                segments.Enqueue((min, split, max), -gain);
        }
    }

    private void Move()
    {
        var moves = new (int Target, long Gain)[_cuts.Length];
        for (var i = 1; i < _cuts.Length - 1; i++)
            Update(i);
        while (true)
        {
            var best = 0;
            for (var i = 1; i < _cuts.Length - 1; i++)
                if (moves[i].Target != _cuts[i] && (best == 0 || moves[i].Gain > moves[best].Gain))
                    best = i;
            if (best == 0)
                return;
            _cuts[best] = moves[best].Target;
            Update(best - 1);
            Update(best + 1);
        }

        void Update(int i)
        {
            if (i <= 0 || i >= _cuts.Length - 1)
                return;
            var (split, gain) = BestSplit(_cuts[i - 1], _cuts[i + 1], i);
            moves[i] = (split, gain - Gain(_cuts[i - 1], _cuts[i], _cuts[i + 1]));
        }
    }

    // The split of a segment that gains most lies next to the middle of its counts. Of two equal ones a numbered cut takes the one
    // nearer to where it would lie if all bins were equal.
    private (int Split, long Gain) BestSplit(int min, int max, int cut)
    {
        var found = Array.BinarySearch(_upTo, min, max - min, (_upTo[min] + _upTo[max]) / 2);
        var middle = found < 0 ? ~found : found;
        var split = Math.Clamp(middle, min + 1, max - 1);
        var gain = Gain(min, split, max);
        var target = (double)_upTo[^1] / (_cuts.Length - 1) * cut;
        for (var other = split + 1; split == middle && other >= split - 1; other -= 2)
        {
            var otherGain = other > min && other < max ? Gain(min, other, max) : -1;
            if (otherGain == gain && (cut == 0 || Math.Abs(_upTo[other] - target) >= Math.Abs(_upTo[split] - target)))
                break;
            if (otherGain >= gain)
                return (other, otherGain);
        }
        return (split, gain);
    }

    // Half of what the sum of squares falls by.
    private long Gain(int min, int split, int max) => (_upTo[max] - _upTo[split]) * (_upTo[split] - _upTo[min]);
}
