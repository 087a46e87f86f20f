namespace Microsoft.ML.Trainers.FastTree.Growing;

/// <summary>
/// Fits a regression tree to targets by least squares: always splits the leaf whose best split gains most (leaf-wise growth;
/// J. H. Friedman, "Greedy function approximation: a gradient boosting machine", 2001, with histograms as in G. Ke et al.,
/// "LightGBM: a highly efficient gradient boosting decision tree", 2017).
/// </summary>
/// <remarks>
/// Work is divided over columns, and each column is summed up by one thread in row order; ties go to the feature and the
/// leaf that come first. So the trees do not depend on the number of threads.
/// </remarks>
internal sealed class TreeGrower
{
    /// <summary>Below this many cells a node is not worth waking another thread.</summary>
    private const long ParallelCells = 1 << 14;

    private readonly BinnedDataset _data;
    private readonly int _leaves;
    private readonly int _minimumRows;
    private readonly double[]? _weights;
    private readonly ParallelOptions _parallel;
    private readonly HistogramPool _pool;
    private readonly SplitCandidate[] _bestOfLeaf;
    private readonly SplitCandidate[] _small;
    private readonly SplitCandidate[] _large;
    private readonly double[] _gatheredTargets;
    private readonly double[] _gatheredWeights;

    /// <param name="weights">Example weights, or null when all are 1.</param>
    public TreeGrower(BinnedDataset data, int leaves, int minimumRows, double[]? weights, ParallelOptions parallel)
    {
        _data = data;
        _leaves = leaves;
        _minimumRows = Math.Max(1, minimumRows);
        _weights = weights;
        _parallel = parallel;
        Partition = new RowPartition(data.RowCount, leaves);
        _pool = new HistogramPool(data.Columns, leaves, weights is not null);
        _bestOfLeaf = new SplitCandidate[leaves];
        _small = new SplitCandidate[data.Features.Length];
        _large = new SplitCandidate[data.Features.Length];
        _gatheredTargets = new double[data.RowCount];
        _gatheredWeights = weights is null ? [] : new double[data.RowCount];
    }

    /// <summary>Where the rows of the last tree are.</summary>
    public RowPartition Partition { get; }

    /// <summary>Grows a tree; null if not even the root can be split.</summary>
    /// <param name="targets">Of every row, multiplied by its example weight.</param>
    /// <param name="active">Of every splittable feature, whether this tree may use it.</param>
    /// <param name="bag">The rows to learn from; null for all.</param>
    public GrownTree? Grow(double[] targets, bool[] active, int[]? bag)
    {
        _pool.Reset();
        Partition.Reset(bag);
        FindBest(small: 0, large: -1, targets, active, wholeData: bag is null);
        if (_bestOfLeaf[0].Feature < 0) return null;

        var tree = new GrownTree(_data, _leaves);
        var leaf = 0;
        while (true)
        {
            var split = _bestOfLeaf[leaf];
            var feature = _data.Features[split.Feature];
            var right = tree.Split(leaf, split);
            Partition.Split(leaf, right, _data.Columns[feature.Column], feature, split.Bin);
            if (tree.LeafCount == _leaves) return tree;

            var leftIsSmall = Partition.CountOf(leaf) < Partition.CountOf(right);
            FindBest(leftIsSmall ? leaf : right, leftIsSmall ? right : leaf, targets, active, wholeData: false, parent: leaf);
            leaf = IndexOfBest(_bestOfLeaf.AsSpan(0, tree.LeafCount));
            if (!(_bestOfLeaf[leaf].Gain > 0)) return tree;
        }
    }

    /// <summary>Finds the best splits of two siblings, or of the root alone.</summary>
    /// <param name="parent">The leaf under whose number their parent's histogram is kept.</param>
    private void FindBest(int small, int large, double[] targets, bool[] active, bool wholeData, int parent = -1)
    {
        var largeHistogram = parent < 0 ? null : _pool.Take(parent);
        if (Math.Max(Partition.CountOf(small), large < 0 ? 0 : Partition.CountOf(large)) < 2 * _minimumRows)
        {
            _pool.Release(largeHistogram);
            _bestOfLeaf[small] = SplitCandidate.None;
            if (large >= 0) _bestOfLeaf[large] = SplitCandidate.None;
            return;
        }

        var smallTotals = Gather(small, targets);
        var largeTotals = large < 0 ? default : Total(large, targets);
        var smallHistogram = _pool.New(_bestOfLeaf);
        var derive = largeHistogram is not null;
        if (large >= 0) largeHistogram ??= _pool.New(_bestOfLeaf);
        var rows = wholeData ? default : Partition.RowMemory(small);

        void SearchColumn(int c)
        {
            var column = _data.Columns[c];
            if (!active.AsSpan(column.FirstFeature, column.FeatureCount).Contains(true)) return;
            var count = smallTotals.Count;
            smallHistogram.SumUp(c, column, rows.Span, _gatheredTargets.AsSpan(0, count),
                _weights is null ? [] : _gatheredWeights.AsSpan(0, count));
            Search(column, smallHistogram, smallTotals, active, _small);
            if (largeHistogram is null) return;
            if (derive) largeHistogram.Subtract(c, smallHistogram);
            else SumUpDirectly(largeHistogram, c, large, targets);
            Search(column, largeHistogram, largeTotals, active, _large);
        }

        Array.Fill(_small, SplitCandidate.None);
        Array.Fill(_large, SplitCandidate.None);
        if ((long)smallTotals.Count * _data.Columns.Length < ParallelCells)
        {
            for (var c = 0; c < _data.Columns.Length; c++) SearchColumn(c);
        }
        else
        {
            Parallel.For(0, _data.Columns.Length, _parallel, SearchColumn);
        }

        Settle(small, smallHistogram, _small);
        if (large >= 0) Settle(large, largeHistogram!, _large);
    }

    private void Search(BinnedColumn column, Histogram histogram, LeafTotals totals, bool[] active, SplitCandidate[] candidates)
    {
        if (totals.Count < 2 * _minimumRows) return;
        for (var f = column.FirstFeature; f < column.FirstFeature + column.FeatureCount; f++)
        {
            if (active[f])
                candidates[f] = SplitSearch.Best(histogram, _data.Features[f], f, totals, _minimumRows, _weights is not null);
        }
    }

    private void Settle(int leaf, Histogram histogram, SplitCandidate[] candidates)
    {
        _bestOfLeaf[leaf] = candidates.Length == 0 ? SplitCandidate.None : candidates[IndexOfBest(candidates)];
        if (_bestOfLeaf[leaf].Feature >= 0) _pool.Keep(leaf, histogram);
        else _pool.Release(histogram);
    }

    private static int IndexOfBest(ReadOnlySpan<SplitCandidate> candidates)
    {
        var best = 0;
        for (var i = 1; i < candidates.Length; i++)
        {
            if (candidates[i].Gain > candidates[best].Gain) best = i;
        }
        return best;
    }

    /// <summary>Copies a leaf's targets and weights together, so that every column reads them in one run.</summary>
    private LeafTotals Gather(int leaf, double[] targets)
    {
        var rows = Partition.RowsOf(leaf);
        for (var i = 0; i < rows.Length; i++) _gatheredTargets[i] = targets[rows[i]];
        if (_weights is not null)
        {
            for (var i = 0; i < rows.Length; i++) _gatheredWeights[i] = _weights[rows[i]];
        }
        return Total(leaf, targets);
    }

    private LeafTotals Total(int leaf, double[] targets)
    {
        var rows = Partition.RowsOf(leaf);
        var (sum, weight) = (0.0, 0.0);
        foreach (var row in rows) sum += targets[row];
        if (_weights is null) return new LeafTotals(rows.Length, sum, rows.Length);
        foreach (var row in rows) weight += _weights[row];
        return new LeafTotals(rows.Length, sum, weight);
    }

    /// <summary>For a leaf whose parent's histogram the pool had to give away.</summary>
    private void SumUpDirectly(Histogram histogram, int column, int leaf, double[] targets)
    {
        var rows = Partition.RowsOf(leaf);
        var leafTargets = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++) leafTargets[i] = targets[rows[i]];
        double[] leafWeights = _weights is null ? [] : new double[rows.Length];
        for (var i = 0; i < leafWeights.Length; i++) leafWeights[i] = _weights![rows[i]];
        histogram.SumUp(column, _data.Columns[column], rows, leafTargets, leafWeights);
    }
}
