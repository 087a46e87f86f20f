namespace Microsoft.ML.Trainers.FastTree;

/// <summary>Fits a regression tree to targets by least squares: always splits the leaf whose best split gains most (leaf-wise growth; J. H.
/// Friedman, "Greedy function approximation: a gradient boosting machine", 2001, with histograms as in G. Ke et al., "LightGBM: a highly
/// efficient gradient boosting decision tree", 2017).</summary>
/// <remarks>
/// Work is divided over columns, and each column is summed up by one thread in row order; ties go to the feature and the
/// leaf that come first. So the trees do not depend on the number of threads. Nearly equal gains are common, and the last bit
/// of a sum then decides: sums are formed in the order of ML.NET's, which makes the trees the same as its own.
/// </remarks>
/// <param name="weights">Example weights, or null when all are 1.</param>
/// <param name="dice">Chooses the features of every split, where not all are to be looked at.</param>
internal sealed class TreeGrower(BinnedDataset data, TreeOptions options, double[]? weights, Random dice)
{
    /// <summary>Below this many cells a node is not worth waking another thread.</summary>
    private const long ParallelCells = 1 << 14;
    private readonly ParallelOptions _parallel = options.Parallelism;
    private readonly LeafSearch _small = new(data, options.MinimumExampleCountPerLeaf, weights);
    private readonly LeafSearch _large = new(data, options.MinimumExampleCountPerLeaf, weights);
    private readonly Split[] _bestOfLeaf = new Split[options.NumberOfLeaves];
    private readonly Histogram[] _histograms = MakeHistograms(data, options, weights is not null);
    private readonly List<(int Leaf, Histogram Histogram)> _pool = []; // the least recently used first; leaf -1 for none

    private static Histogram[] MakeHistograms(BinnedDataset data, TreeOptions options, bool weighted)
    {
        var starts = new int[data.Columns.Length + 1];
        for (var c = 0; c < data.Columns.Length; c++) starts[c + 1] = checked(starts[c] + data.Columns[c].BinCount);
        var size = options.HistogramPoolSize < 2 ? options.NumberOfLeaves * 2 / 3 : options.HistogramPoolSize;
        return [.. Enumerable.Range(0, Math.Min(size, options.NumberOfLeaves - 1))
            .Select(_ => new Histogram(starts, data.Features.Length, weighted))];
    }

    /// <summary>Grows a tree; null if not even the root can be split.</summary>
    /// <param name="targets">Of every row, multiplied by its example weight.</param>
    /// <param name="active">Of every splittable feature, whether this tree may use it.</param>
    /// <param name="bag">The rows to learn from; null for all.</param>
    public GrownTree? Grow(double[] targets, bool[] active, int[]? bag)
    {
        var tree = new GrownTree(data, options.NumberOfLeaves, bag);
        _pool.Clear();
        _pool.AddRange(_histograms.Select(histogram => (-1, histogram)));
        _small.Enter(0, tree.RowsOf(0), targets, active);
        Search(active, Claim(0).Histogram, null, derive: false);
        if (double.IsNegativeInfinity(_bestOfLeaf[0].Gain)) return null;

        var leaf = 0;
        while (true)
        {
            var right = tree.Split(leaf, _bestOfLeaf[leaf]);
            if (tree.LeafCount == options.NumberOfLeaves) return tree;

            SearchSiblings(tree, leaf, right, targets, active);
            leaf = 0;
            for (var i = 1; i < tree.LeafCount; i++) leaf = _bestOfLeaf[i].Gain > _bestOfLeaf[leaf].Gain ? i : leaf;
            if (!(_bestOfLeaf[leaf].Gain > 0)) return tree;
        }
    }

    /// <summary>Finds the best splits of two siblings; their parent's histogram, if it is still there, is the left one's.</summary>
    private void SearchSiblings(GrownTree tree, int left, int right, double[] targets, bool[] active)
    {
        var (leftRows, rightRows) = (tree.RowsOf(left), tree.RowsOf(right));
        if (Math.Max(leftRows.Length, rightRows.Length) < 2 * options.MinimumExampleCountPerLeaf)
        {
            _bestOfLeaf[left] = _bestOfLeaf[right] = Split.None;
            return;
        }
        var leftIsSmall = leftRows.Length < rightRows.Length;
        (leftIsSmall ? _small : _large).Enter(left, leftRows, targets, active);
        (leftIsSmall ? _large : _small).Enter(right, rightRows, targets, active);
        var (largeHistogram, derive) = Claim(left);
        if (leftIsSmall) _pool[^1] = (right, largeHistogram);
        Search(active, Claim(leftIsSmall ? left : right).Histogram, largeHistogram, derive);
    }

    /// <summary>A leaf's histogram, and whether it was still there; else that of the least recently used leaf, to be filled anew.</summary>
    private (Histogram Histogram, bool Found) Claim(int leaf)
    {
        var found = _pool.FindIndex(entry => entry.Leaf == leaf);
        var histogram = _pool[Math.Max(0, found)].Histogram;
        _pool.RemoveAt(Math.Max(0, found));
        _pool.Add((leaf, histogram));
        return (histogram, found >= 0);
    }

    /// <summary>Finds the best split of the small leaf and, unless it is the root, of the large one.</summary>
    /// <param name="derive">Whether the large leaf's histogram still is their parent's, so that a subtraction gives it.</param>
    private void Search(bool[] active, Histogram smallHistogram, Histogram? largeHistogram, bool derive)
    {
        if ((long)_small.RowCount * data.Columns.Length < ParallelCells)
        {
            for (var c = 0; c < data.Columns.Length; c++) SearchColumn(c);
        }
        else
        {
            Parallel.For(0, data.Columns.Length, _parallel, SearchColumn);
        }
        _bestOfLeaf[_small.Leaf] = Choose(_small.Best);
        if (largeHistogram is not null) _bestOfLeaf[_large.Leaf] = Choose(_large.Best);

        void SearchColumn(int c)
        {
            var (first, end) = (data.Columns[c].FirstFeature, data.Columns[c].FirstFeature + data.Columns[c].FeatureCount);
            if (!active.AsSpan(first..end).Contains(true)) return;
            // A large leaf that lost its parent's histogram goes by what that of another leaf says of it, as in ML.NET.
            for (var f = first; f < end; f++) smallHistogram.Splittable[f] = !derive || largeHistogram!.Splittable[f];
            _small.SumUp(smallHistogram, c);
            for (var f = first; f < end; f++) _small.Search(smallHistogram, f);
            if (largeHistogram is null) return;
            if (derive) largeHistogram.Subtract(c, smallHistogram);
            else _large.SumUp(largeHistogram, c);
            for (var f = first; f < end; f++) _large.Search(largeHistogram, f);
        }
    }

    /// <summary>The best split of all features; one that would be better than those before it may be passed over by chance.</summary>
    private Split Choose(Split[] candidates)
    {
        var (fraction, isForest) = (options.FeatureFractionPerSplit, options is FastForestOptionsBase);
        var best = candidates.FirstOrDefault(Split.None);
        foreach (var candidate in candidates)
        {
            if (candidate.Gain > best.Gain &&
                (fraction >= 1 || dice.NextDouble() < fraction || (isForest && double.IsNegativeInfinity(best.Gain))))
                best = candidate;
        }
        return best;
    }
}

/// <summary>A split of a leaf.</summary>
/// <param name="Feature">Position among the splittable features.</param>
/// <param name="Bin">Rows in this bin of the feature, or in one below, go left.</param>
/// <param name="Gain">By how much the sum of squared errors falls; minus infinity if no split is allowed.</param>
internal readonly record struct Split(int Feature, int Bin, double Gain, double LeftMean, double RightMean)
{
    public static readonly Split None = new(-1, 0, double.NegativeInfinity, 0, 0);
}

/// <summary>A leaf to be split: what its rows sum up to, and the best split by every feature.</summary>
internal sealed class LeafSearch(BinnedDataset data, int minimumRows, double[]? weights)
{
    /// <summary>Keeps weight sums away from zero, where all rows on a side have weight zero.</summary>
    private const double Epsilon = 1e-10;

    private readonly double[] _targets = new double[data.RowCount]; // of the leaf's rows: every column reads them in one run
    private readonly double[] _weights = weights is null ? [] : new double[data.RowCount];
    private ReadOnlyMemory<int> _rows;
    private bool[] _active = [];
    private double _targetSum;
    private double _weightSum;

    public int Leaf { get; private set; }

    public int RowCount => _rows.Length;
    public Split[] Best { get; } = new Split[data.Features.Length];

    public void Enter(int leaf, ReadOnlyMemory<int> rows, double[] targets, bool[] active)
    {
        (Leaf, _rows, _active, _targetSum, _weightSum) = (leaf, rows, active, 0, 0);
        Array.Fill(Best, Split.None);
        var span = rows.Span;
        for (var i = 0; i < span.Length; i++) _targetSum += _targets[i] = targets[span[i]];
        if (weights is null) return;
        for (var i = 0; i < span.Length; i++) _weightSum += _weights[i] = weights[span[i]];
    }

    public void SumUp(Histogram histogram, int column) =>
        histogram.SumUp(column, data.Columns[column].Bins, _rows.Span, _targets, _weights);

    /// <summary>Finds the bin at which a feature best splits the leaf, in the sense of least squares.</summary>
    public void Search(Histogram histogram, int f)
    {
        if (!_active[f] || !histogram.Splittable[f]) return;
        var feature = data.Features[f];
        var stride = weights is null ? Histogram.PlainStride : Histogram.WeightedStride;
        var cells = histogram.Column(feature.Column)[(feature.Start * stride)..];
        var total = weights is null ? RowCount : _weightSum + 2 * Epsilon;
        var (bestGain, bestBin, bestTargets, bestSize) = (double.NegativeInfinity, -1, 0.0, 0.0);
        var (targets, weight, count) = (0.0, Epsilon, 0);

        // From the top down: the first bin's sums are never needed, so bundled features need not have any.
        for (var bin = feature.Bounds.Length - 1; bin >= 1; bin--)
        {
            targets += cells[bin * stride];
            count += (int)cells[bin * stride + 1];
            if (weights is not null) weight += cells[bin * stride + 2];
            if (count < minimumRows) continue;
            if (RowCount - count < minimumRows) break;

            var size = weights is null ? count : weight;
            var rest = _targetSum - targets;
            var gain = targets * targets / size + rest * rest / (total - size);
            if (gain > bestGain) (bestGain, bestBin, bestTargets, bestSize) = (gain, bin - 1, targets, size);
        }
        histogram.Splittable[f] = bestBin >= 0;
        if (bestBin < 0) return;
        Best[f] = new Split(f, bestBin, bestGain - _targetSum * _targetSum / total,
            (_targetSum - bestTargets) / (total - bestSize), bestTargets / bestSize);
    }
}

/// <summary>A tree while it grows: nodes over bins, and which of the rows to learn from are in which leaf, in their order.</summary>
internal sealed class GrownTree(BinnedDataset data, int maximumLeaves, int[]? bag)
{
    private readonly int[] _left = new int[maximumLeaves - 1];
    private readonly int[] _right = new int[maximumLeaves - 1];
    private readonly Split[] _splits = new Split[maximumLeaves - 1];
    private readonly int[] _parents = new int[maximumLeaves]; // of every leaf: the node, or its complement if the leaf is its right child
    private readonly double[] _outputs = new double[maximumLeaves];
    private readonly int[] _rows = bag is null ? [.. Enumerable.Range(0, data.RowCount)] : [.. bag];
    private readonly (int Begin, int Count)[] _ranges = // of every leaf in _rows
        [(0, bag?.Length ?? data.RowCount), .. new (int, int)[maximumLeaves - 1]];

    public int LeafCount { get; private set; } = 1;

    /// <summary>The outputs of the leaves.</summary>
    public Span<double> Outputs => _outputs.AsSpan(0, LeafCount);
    public ReadOnlyMemory<int> RowsOf(int leaf) => _rows.AsMemory(_ranges[leaf].Begin, _ranges[leaf].Count);

    /// <summary>Turns a leaf into a node; the left child keeps the leaf's number.</summary>
    /// <returns>The number of the right child.</returns>
    public int Split(int leaf, Split split)
    {
        var (node, right) = (LeafCount - 1, LeafCount++);
        if (node > 0 && _parents[leaf] >= 0) _left[_parents[leaf]] = node;
        else if (node > 0) _right[~_parents[leaf]] = node;
        (_left[node], _right[node], _splits[node]) = (~leaf, ~right, split);
        (_parents[leaf], _parents[right]) = (node, ~node);
        (_outputs[leaf], _outputs[right]) = (split.LeftMean, split.RightMean);

        var feature = data.Features[split.Feature];
        var bins = data.Columns[feature.Column].Bins;
        var (begin, count) = _ranges[leaf];
        var rows = _rows.AsSpan(begin, count);
        var above = new int[count];
        var (kept, moved) = (0, 0);
        foreach (var row in rows)
        {
            if (feature.IsAbove(bins[row], split.Bin)) above[moved++] = row;
            else rows[kept++] = row;
        }
        above.AsSpan(0, moved).CopyTo(rows[kept..]);
        (_ranges[leaf], _ranges[right]) = ((begin, kept), (begin + kept, moved));
        return right;
    }

    /// <summary>The leaf of a training row, whether or not the tree learned from it.</summary>
    public int LeafOf(int row)
    {
        var node = 0;
        while (node >= 0)
        {
            var feature = data.Features[_splits[node].Feature];
            node = feature.IsAbove(data.Columns[feature.Column].Bins[row], _splits[node].Bin) ? _right[node] : _left[node];
        }
        return ~node;
    }

    public TreeArrays Finish()
    {
        var splits = _splits[..(LeafCount - 1)];
        return new TreeArrays(_left[..splits.Length], _right[..splits.Length],
            Array.ConvertAll(splits, split => data.Features[split.Feature].Index),
            Array.ConvertAll(splits, split => data.Features[split.Feature].Bounds[split.Bin]),
            Outputs.ToArray(), Array.ConvertAll(splits, split => split.Gain));
    }
}
