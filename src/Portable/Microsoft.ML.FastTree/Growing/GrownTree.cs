namespace Microsoft.ML.Trainers.FastTree.Growing;

/// <summary>A tree while it grows, over bins; <see cref="Finish"/> makes the tree over feature values.</summary>
internal sealed class GrownTree
{
    private readonly BinnedDataset _data;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly int[] _features;
    private readonly int[] _bins;
    private readonly double[] _gains;
    private readonly double[] _outputs;
    private readonly int[] _parents; // of every leaf: the node, or its complement if the leaf is its right child

    public GrownTree(BinnedDataset data, int maximumLeaves)
    {
        _data = data;
        _left = new int[maximumLeaves - 1];
        _right = new int[maximumLeaves - 1];
        _features = new int[maximumLeaves - 1];
        _bins = new int[maximumLeaves - 1];
        _gains = new double[maximumLeaves - 1];
        _outputs = new double[maximumLeaves];
        _parents = new int[maximumLeaves];
    }

    public int LeafCount { get; private set; } = 1;

    /// <summary>The outputs of the leaves.</summary>
    public Span<double> Outputs => _outputs.AsSpan(0, LeafCount);

    /// <summary>Turns a leaf into a node; the left child keeps the leaf's number.</summary>
    /// <returns>The number of the right child.</returns>
    public int Split(int leaf, SplitCandidate split)
    {
        var node = LeafCount - 1;
        var right = LeafCount++;
        if (node > 0)
        {
            if (_parents[leaf] >= 0) _left[_parents[leaf]] = node;
            else _right[~_parents[leaf]] = node;
        }
        (_left[node], _right[node]) = (~leaf, ~right);
        (_parents[leaf], _parents[right]) = (node, ~node);
        (_features[node], _bins[node], _gains[node]) = (split.Feature, split.Bin, split.Gain);
        (_outputs[leaf], _outputs[right]) = (split.LeftMean, split.RightMean);
        return right;
    }

    /// <summary>The leaf of a training row.</summary>
    public int LeafOf(int row)
    {
        var node = 0;
        while (node >= 0)
        {
            var feature = _data.Features[_features[node]];
            node = feature.IsAbove(_data.Columns[feature.Column][row], _bins[node]) ? _right[node] : _left[node];
        }
        return ~node;
    }

    public RegressionTree Finish()
    {
        var nodes = LeafCount - 1;
        var features = new int[nodes];
        var thresholds = new float[nodes];
        for (var node = 0; node < nodes; node++)
        {
            var feature = _data.Features[_features[node]];
            features[node] = feature.Index;
            thresholds[node] = feature.Bounds[_bins[node]];
        }
        return new RegressionTree(_left[..nodes], _right[..nodes], features, thresholds, Outputs.ToArray(), _gains[..nodes]);
    }
}
