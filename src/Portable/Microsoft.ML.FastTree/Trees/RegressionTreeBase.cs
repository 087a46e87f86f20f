using System.Collections.Immutable;

namespace Microsoft.ML.Trainers.FastTree;

/// <summary>A binary tree of decisions "feature ≤ threshold" whose leaves hold values.</summary>
/// <remarks>
/// Nodes are numbered from 0, the root. A child below 0 is a leaf: the complement of its number. A missing feature value is not
/// below any threshold, so it goes right.
/// </remarks>
public abstract class RegressionTreeBase
{
    private readonly ImmutableArray<int> _left;
    private readonly ImmutableArray<int> _right;
    private readonly ImmutableArray<int> _features;
    private readonly ImmutableArray<float> _thresholds;
    private readonly ImmutableArray<double> _leaves;
    private readonly ImmutableArray<double> _gains;

    private protected RegressionTreeBase(
        ImmutableArray<int> left, ImmutableArray<int> right, ImmutableArray<int> features, ImmutableArray<float> thresholds,
        ImmutableArray<double> leaves, ImmutableArray<double> gains)
    {
        (_left, _right, _features, _thresholds, _leaves, _gains) = (left, right, features, thresholds, leaves, gains);
    }

    public IReadOnlyList<int> LeftChild => _left;
    public IReadOnlyList<int> RightChild => _right;
    public IReadOnlyList<int> NumericalSplitFeatureIndexes => _features;
    public IReadOnlyList<float> NumericalSplitThresholds => _thresholds;
    public IReadOnlyList<double> LeafValues => _leaves;
    public IReadOnlyList<double> SplitGains => _gains;
    public int NumberOfLeaves => _leaves.Length;
    public int NumberOfNodes => _left.Length;

    /// <summary>The value of the leaf that a row falls into.</summary>
    internal double Predict(ReadOnlySpan<float> features)
    {
        var node = 0;
        while (node >= 0) node = features[_features[node]] <= _thresholds[node] ? _left[node] : _right[node];
        return _leaves[~node];
    }
}
