namespace Microsoft.ML.Transforms;

/// <summary>
/// Divides distinct values in order into bins of about equal counts: it makes the sum of the squared counts small, by cutting the
/// bin that gains most until there are enough, and then moving single cuts as long as that gains something.
/// </summary>
internal sealed class BinPlacement
{
    private readonly long[] _upTo;
    private readonly int[] _cuts;
    private readonly double _meanCount;

    private BinPlacement(List<int> counts, int binCount)
    {
        _upTo = new long[counts.Count + 1];
        for (var i = 0; i < counts.Count; i++)
            _upTo[i + 1] = _upTo[i] + counts[i];
        _meanCount = (double)_upTo[^1] / binCount;
        _cuts = new int[binCount + 1];
    }

    /// <summary>For each bin: how many of the values lie in it and those before.</summary>
    public static int[] Place(List<int> counts, int binCount)
    {
        var placement = new BinPlacement(counts, binCount);
        placement.Cut();
        placement.Move();
        return placement._cuts[1..];
    }

    private void Cut()
    {
        var last = _upTo.Length - 1;
        var segments = new PriorityQueue<(int Min, int Split, int Max), long>();
        Add(0, last);
        var cut = 1;
        for (; cut < _cuts.Length - 1; cut++)
        {
            var (min, split, max) = segments.Dequeue();
            _cuts[cut] = split;
            Add(min, split);
            Add(split, max);
        }
        _cuts[cut] = last;
        Array.Sort(_cuts);

        void Add(int min, int max)
        {
            if (max - min < 2)
                return;
            var split = BestSplit(min, max, 0, out var gain);
            segments.Enqueue((min, split, max), -gain);
        }
    }

    private void Move()
    {
        var targets = new int[_cuts.Length];
        var gains = new long[_cuts.Length];
        for (var i = 1; i < _cuts.Length - 1; i++)
            Update(i);
        for (; ; )
        {
            var best = 0;
            for (var i = 1; i < _cuts.Length - 1; i++)
            {
                if (targets[i] != _cuts[i] && (best == 0 || gains[i] > gains[best]))
                    best = i;
            }
            if (best == 0)
                return;
            _cuts[best] = targets[best];
            if (best > 1)
                Update(best - 1);
            if (best < _cuts.Length - 2)
                Update(best + 1);
        }
        void Update(int i)
        {
            targets[i] = BestSplit(_cuts[i - 1], _cuts[i + 1], i, out var gain);
            gains[i] = gain - Gain(_cuts[i - 1], _cuts[i], _cuts[i + 1]);
        }
    }

    // The split of a segment that gains most lies next to the middle of its counts. Of two equal ones a numbered cut takes the one
    // nearer to where it would lie if all bins were equal.
    private int BestSplit(int min, int max, int cut, out long gain)
    {
        var middle = (_upTo[min] + _upTo[max]) / 2;
        var found = Array.BinarySearch(_upTo, min, max - min, middle);
        var split = found < 0 ? ~found : found;
        if (split == min || split == max)
        {
            split = split == min ? split + 1 : split - 1;
            gain = Gain(min, split, max);
            return split;
        }
        gain = Gain(min, split, max);
        if (split < max - 1 && Gain(min, split + 1, max) >= gain)
            return Choose(split + 1, ref gain);
        return split > min + 1 && Gain(min, split - 1, max) >= gain ? Choose(split - 1, ref gain) : split;

        int Choose(int other, ref long gain)
        {
            var otherGain = Gain(min, other, max);
            if (otherGain == gain && !IsNearer(other, split, cut))
                return split;
            gain = otherGain;
            return other;
        }
    }

    private bool IsNearer(int other, int split, int cut) =>
        cut > 0 && Math.Abs(_upTo[other] - (_meanCount * cut)) < Math.Abs(_upTo[split] - (_meanCount * cut));

    // Half of what the sum of squares falls by.
    private long Gain(int min, int split, int max) => (_upTo[max] - _upTo[split]) * (_upTo[split] - _upTo[min]);
}
