namespace Microsoft.ML.Trainers.FastTree.Binning;

/// <summary>
/// Cuts a row of counted values into a given number of groups of about equal mass, minimising the sum of squared masses.
/// </summary>
/// <remarks>
/// Greedy, then locally optimal: the interval whose halving helps most is halved until there are enough of them; then the
/// cut that gains most by moving between its two neighbours is moved, until none gains. Splitting a mass x + y into x and y
/// lowers the sum of squares by 2xy, so x·y is the measure throughout, in integers: the result does not depend on rounding.
/// </remarks>
internal sealed class EqualMassCuts
{
    private readonly long[] _mass; // of all values before each
    private readonly int[] _cuts;  // group g holds the values from _cuts[g] up to _cuts[g + 1]
    private readonly int _groups;

    private EqualMassCuts(ReadOnlySpan<int> counts, int groups)
    {
        _groups = groups;
        _mass = new long[counts.Length + 1];
        for (var i = 0; i < counts.Length; i++) _mass[i + 1] = _mass[i] + counts[i];
        _cuts = new int[groups + 1];
    }

    /// <summary>Finds the cuts: index of the first value of every group, and the number of values as the last.</summary>
    /// <param name="counts">How often each distinct value occurs, in the order of the values; more of them than groups.</param>
    public static int[] Find(ReadOnlySpan<int> counts, int groups)
    {
        var search = new EqualMassCuts(counts, groups);
        search.Halve(counts.Length);
        search.Move();
        return search._cuts;
    }

    private void Halve(int values)
    {
        var intervals = new (int Low, int Cut, int High)[2 * _groups];
        var heap = new KeyedMaxHeap(intervals.Length);
        var known = 0;

        void Offer(int low, int high)
        {
            if (high - low < 2) return;
            var cut = BestCut(low, high, -1);
            intervals[known] = (low, cut, high);
            heap.Add(known++, Gain(low, cut, high));
        }

        Offer(0, values);
        for (var i = 1; i < _groups; i++)
        {
            var (low, cut, high) = intervals[heap.Pop()];
            _cuts[i] = cut;
            Offer(low, cut);
            Offer(cut, high);
        }
        _cuts[_groups] = values;
        Array.Sort(_cuts);
    }

    private void Move()
    {
        var target = new int[_groups];
        var heap = new KeyedMaxHeap(_groups);

        void Offer(int i)
        {
            heap.Remove(i);
            var (low, now, high) = (_cuts[i - 1], _cuts[i], _cuts[i + 1]);
            target[i] = BestCut(low, high, i);
            if (target[i] != now) heap.Add(i, Gain(low, target[i], high) - Gain(low, now, high));
        }

        for (var i = 1; i < _groups; i++) Offer(i);
        while (heap.Count > 0)
        {
            var moved = heap.Pop();
            _cuts[moved] = target[moved];
            if (moved > 1) Offer(moved - 1);
            if (moved < _groups - 1) Offer(moved + 1);
        }
    }

    /// <summary>The best place for a cut strictly between two others; the one nearer to an even spread when two are as good.</summary>
    /// <param name="rank">Which cut it is, for that decision; -1 keeps the first found.</param>
    private int BestCut(int low, int high, int rank)
    {
        var middle = (_mass[low] + _mass[high]) / 2;
        var cut = Array.BinarySearch(_mass, low, high - low, middle); // masses rise strictly: every value occurs
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

    private long Gain(int low, int cut, int high) => (_mass[high] - _mass[cut]) * (_mass[cut] - _mass[low]);

    private bool Nearer(int candidate, int current, int rank)
    {
        if (rank <= 0) return false;
        var even = (float)_mass[^1] / _groups * rank;
        return Math.Abs(_mass[candidate] - even) < Math.Abs(_mass[current] - even);
    }
}
