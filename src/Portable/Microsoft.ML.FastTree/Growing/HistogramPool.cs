namespace Microsoft.ML.Trainers.FastTree.Growing;

/// <summary>Histograms of the leaves that may still be split, within a memory budget.</summary>
internal sealed class HistogramPool
{
    private const long Budget = 1L << 30; // bytes; wide data with many leaves then sum up a few nodes anew

    private readonly int[] _starts;
    private readonly bool _weighted;
    private readonly int _capacity;
    private readonly Stack<Histogram> _free = new();
    private readonly Dictionary<int, Histogram> _used = [];
    private int _made;

    public HistogramPool(BinnedColumn[] columns, int leaves, bool weighted)
    {
        _starts = Histogram.Starts(columns);
        _weighted = weighted;
        var fitting = Budget / Math.Max(1, Histogram.Bytes(_starts, weighted));
        _capacity = (int)Math.Clamp(fitting, 2, Math.Max(2, leaves));
    }

    /// <summary>Gives back all histograms: a new tree begins.</summary>
    public void Reset()
    {
        foreach (var histogram in _used.Values) _free.Push(histogram);
        _used.Clear();
    }

    /// <summary>Takes a leaf's histogram away from it, or null when it has none.</summary>
    public Histogram? Take(int leaf) => _used.Remove(leaf, out var histogram) ? histogram : null;

    /// <summary>A histogram with arbitrary content; at the limit, one is taken from the leaf that gains least by a split.</summary>
    public Histogram New(SplitCandidate[] bestOfLeaf)
    {
        if (_free.TryPop(out var histogram)) return histogram;
        if (_made < _capacity)
        {
            _made++;
            return new Histogram(_starts, _weighted);
        }
        return Take(_used.Keys.MinBy(leaf => (bestOfLeaf[leaf].Gain, -leaf)))!;
    }

    public void Keep(int leaf, Histogram histogram) => _used[leaf] = histogram;

    public void Release(Histogram? histogram)
    {
        if (histogram is not null) _free.Push(histogram);
    }
}
