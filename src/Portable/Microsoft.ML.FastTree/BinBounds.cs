namespace Microsoft.ML.Trainers.FastTree;

/// <summary>The upper bounds of a feature's bins, found from its values.</summary>
internal static class BinBounds
{
    /// <param name="values">All values that are not zero, in any order. No NaN.</param>
    /// <param name="zeros">How many further values are zero.</param>
    /// <param name="minimumRows">A feature that has no cut with this many rows on both sides gets a single bin.</param>
    /// <returns>Rising bounds; a value belongs to the first bin whose bound is not below it. The last is infinite.</returns>
    public static float[] Find(float[] values, int zeros, int maximumBins, int minimumRows)
    {
        if (zeros > 0) values = [.. values, 0];
        Array.Sort(values);
        var (distinct, counts) = (new List<float>(), new List<int>());
        foreach (var value in values)
        {
            if (distinct.Count == 0 || distinct[^1] != value)
            {
                distinct.Add(value);
                counts.Add(0);
            }
            counts[^1] += value == 0 ? zeros : 1;
        }
        if (!HasCut(counts, minimumRows)) return [float.PositiveInfinity]; // one bin for everything: the feature cannot be split

        var bins = Math.Min(distinct.Count, maximumBins);
        var cuts = distinct.Count <= maximumBins ? [.. Enumerable.Range(0, bins)] : EvenCuts([.. counts], bins);
        var bounds = new float[bins];
        for (var bin = 1; bin < bins; bin++) bounds[bin - 1] = Between(distinct[cuts[bin] - 1], distinct[cuts[bin]]);
        bounds[^1] = float.PositiveInfinity;
        return bounds;
    }

    /// <summary>The bin of a value: the first whose bound is not below it.</summary>
    public static int BinOf(float[] bounds, float value)
    {
        var (low, high) = (0, bounds.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (value <= bounds[middle]) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /// <summary>Halfway between two values, yet below the upper one, whatever the rounding: bounds are inclusive.</summary>
    private static float Between(float low, float high)
    {
        var middle = (float)(((double)low + high) / 2);
        return middle < high ? middle : low;
    }

    private static bool HasCut(List<int> counts, int minimumRows)
    {
        var i = 0;
        for (var below = 0; i < counts.Count && below < minimumRows; i++) below += counts[i];
        return counts.Skip(i).Sum() >= minimumRows;
    }

    /// <summary>Cuts a row of counted values into a given number of groups of about equal mass, minimising the sum of squared
    /// masses.</summary>
    /// <remarks>
    /// Greedy, then locally optimal: the interval whose halving helps most is halved until there are enough of them; then the
    /// cut that gains most by moving between its two neighbours is moved, until none gains. Splitting a mass x + y into x and y
    /// lowers the sum of squares by 2xy, so x·y is the measure throughout, in integers: the result does not depend on rounding.
    /// </remarks>
    /// <param name="counts">How often each distinct value occurs, in the order of the values; more of them than groups.</param>
    /// <returns>Index of the first value of every group, and the number of values as the last.</returns>
    public static int[] EvenCuts(int[] counts, int groups)
    {
        var mass = new long[counts.Length + 1]; // of all values before each
        for (var i = 0; i < counts.Length; i++) mass[i + 1] = mass[i] + counts[i];
        var cuts = new int[groups + 1];

        var intervals = new List<(int Low, int Cut, int High)>();
        var halving = new KeyedMaxHeap(2 * groups);
        OfferHalf(0, counts.Length);
        for (var i = 1; i < groups; i++)
        {
            var (low, cut, high) = intervals[halving.Pop()];
            cuts[i] = cut;
            OfferHalf(low, cut);
            OfferHalf(cut, high);
        }
        cuts[groups] = counts.Length;
        Array.Sort(cuts);

        var target = new int[groups];
        var moving = new KeyedMaxHeap(groups);
        for (var i = 1; i < groups; i++) OfferMove(i);
        while (moving.Count > 0)
        {
            var moved = moving.Pop();
            cuts[moved] = target[moved];
            if (moved > 1) OfferMove(moved - 1);
            if (moved < groups - 1) OfferMove(moved + 1);
        }
        return cuts;

        void OfferHalf(int low, int high)
        {
            if (high - low < 2) return;
            var cut = BestCut(low, high, rank: -1);
            intervals.Add((low, cut, high));
            halving.Add(intervals.Count - 1, Gain(low, cut, high));
        }

        void OfferMove(int i)
        {
            moving.Remove(i);
            var (low, now, high) = (cuts[i - 1], cuts[i], cuts[i + 1]);
            target[i] = BestCut(low, high, i);
            if (target[i] != now) moving.Add(i, Gain(low, target[i], high) - Gain(low, now, high));
        }

        // The best place for a cut strictly between two others; of equals that nearer to an even spread, if the rank is known.
        int BestCut(int low, int high, int rank)
        {
            var cut = Array.BinarySearch(mass, low, high - low, (mass[low] + mass[high]) / 2); // they rise strictly: every value occurs
            if (cut < 0) cut = ~cut;
            if (cut == low) return cut + 1;
            if (cut == high) return cut - 1;

            var gain = Gain(low, cut, high);
            if (cut < high - 1 && Gain(low, cut + 1, high) is var after && after >= gain)
                return after > gain || Nearer(cut + 1, cut, rank) ? cut + 1 : cut;
            if (cut > low + 1 && Gain(low, cut - 1, high) is var before && before >= gain)
                return before > gain || Nearer(cut - 1, cut, rank) ? cut - 1 : cut;
            return cut;
        }

        long Gain(int low, int cut, int high) => (mass[high] - mass[cut]) * (mass[cut] - mass[low]);

        bool Nearer(int candidate, int current, int rank)
        {
            var even = (float)mass[^1] / groups * rank;
            return rank > 0 && Math.Abs(mass[candidate] - even) < Math.Abs(mass[current] - even);
        }
    }
}

/// <summary>A binary heap of the integers below its capacity, largest key first; of equal keys the one that ML.NET's gives.</summary>
internal sealed class KeyedMaxHeap(int capacity)
{
    private readonly long[] _keys = new long[capacity];
    private readonly int[] _heap = new int[capacity + 1]; // from 1
    private readonly int[] _place = new int[capacity]; // of every member in _heap; 0 for those outside

    public int Count { get; private set; }

    public void Add(int member, long key)
    {
        _keys[member] = key;
        var place = ++Count;
        for (; place > 1 && _keys[_heap[place / 2]] < key; place /= 2) Put(_heap[place / 2], place);
        Put(member, place);
    }

    public int Pop()
    {
        var top = _heap[1];
        Remove(top);
        return top;
    }

    /// <summary>Takes a member out if it is in. The last one fills its place and only sinks from there, again as in ML.NET.</summary>
    public void Remove(int member)
    {
        var place = _place[member];
        if (place == 0) return;
        _place[member] = 0;
        var last = _heap[Count--];
        if (last == member) return;
        for (int child; (child = 2 * place) <= Count; place = child)
        {
            if (child < Count && _keys[_heap[child]] < _keys[_heap[child + 1]]) child++;
            if (_keys[last] >= _keys[_heap[child]]) break;
            Put(_heap[child], place);
        }
        Put(last, place);
    }

    private void Put(int member, int place) => (_heap[place], _place[member]) = (member, place);
}
