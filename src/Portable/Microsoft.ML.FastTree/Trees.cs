namespace Microsoft.ML.Trainers.FastTree;

/// <summary>The arrays of a binary tree of decisions "feature ≤ threshold" whose leaves hold values.</summary>
/// <remarks>
/// Nodes are numbered from 0, the root. A child below 0 is a leaf: the complement of its number. A missing feature value is not
/// below any threshold, so it goes right.
/// </remarks>
internal sealed record TreeArrays(int[] Left, int[] Right, int[] Features, float[] Thresholds, double[] Leaves, double[] Gains)
{
    /// <summary>In a file: the lengths of its arrays.</summary>
    public const int LeastBytes = 6 * sizeof(int);

    /// <summary>The value of the leaf that a row falls into.</summary>
    public double Predict(ReadOnlySpan<float> features)
    {
        var node = 0;
        while (node >= 0) node = features[Features[node]] <= Thresholds[node] ? Left[node] : Right[node];
        return Leaves[~node];
    }

    public void Write(BinaryWriter writer)
    {
        foreach (var array in new[] { Left, Right, Features }) writer.WriteArray<int>(array);
        writer.WriteArray<float>(Thresholds);
        foreach (var array in new[] { Leaves, Gains }) writer.WriteArray<double>(array);
    }

    public static TreeArrays Read(BinaryReader reader, int featureCount)
    {
        var tree = new TreeArrays(reader.ReadArray<int>(), reader.ReadArray<int>(), reader.ReadArray<int>(), reader.ReadArray<float>(),
            reader.ReadArray<double>(), reader.ReadArray<double>());
        var (nodes, leaves) = (tree.Left.Length, tree.Leaves.Length);
        int[] lengths = [tree.Right.Length, tree.Features.Length, tree.Thresholds.Length, tree.Gains.Length, leaves - 1];
        Contracts.CheckDecode(
            nodes > 0 && lengths.All(length => length == nodes),
            $"Corrupt model file: the arrays of a tree of {nodes} nodes and {leaves} leaves do not fit together.");

        // Children come after their parents, so following them ends; and every leaf must exist.
        for (var node = 0; node < nodes; node++)
        {
            var feature = tree.Features[node];
            Contracts.CheckDecode(IsChild(tree.Left[node]) && IsChild(tree.Right[node]) && feature >= 0 && feature < featureCount,
                $"Corrupt model file: node {node} of a tree must lead to later nodes or leaves, and use a feature below {featureCount}.");

            bool IsChild(int child) => child < 0 ? ~child < leaves : child > node && child < nodes;
        }
        return tree;
    }
}

public abstract class RegressionTreeBase
{
    private protected RegressionTreeBase(TreeArrays arrays) => Arrays = arrays;

    private protected TreeArrays Arrays { get; }

    public IReadOnlyList<int> LeftChild => Array.AsReadOnly(Arrays.Left);
    public IReadOnlyList<int> RightChild => Array.AsReadOnly(Arrays.Right);
    public IReadOnlyList<int> NumericalSplitFeatureIndexes => Array.AsReadOnly(Arrays.Features);
    public IReadOnlyList<float> NumericalSplitThresholds => Array.AsReadOnly(Arrays.Thresholds);
    public IReadOnlyList<double> LeafValues => Array.AsReadOnly(Arrays.Leaves);
    public IReadOnlyList<double> SplitGains => Array.AsReadOnly(Arrays.Gains);
    public int NumberOfLeaves => Arrays.Leaves.Length;
    public int NumberOfNodes => Arrays.Left.Length;
}

public sealed class RegressionTree : RegressionTreeBase
{
    internal RegressionTree(TreeArrays arrays) : base(arrays) { }
}

/// <summary>Trees whose outputs add up; the trainers here give each the weight 1 and leave the bias at 0.</summary>
public abstract class TreeEnsemble<T> where T : RegressionTreeBase
{
    private protected TreeEnsemble(IEnumerable<T> trees) => Trees = Array.AsReadOnly(trees.ToArray());

    public double Bias => 0;
    public IReadOnlyList<double> TreeWeights => [.. Trees.Select(_ => 1.0)];
    public IReadOnlyList<T> Trees { get; }
}

public sealed class RegressionTreeEnsemble : TreeEnsemble<RegressionTree>
{
    internal RegressionTreeEnsemble(TreeArrays[] trees) : base(trees.Select(tree => new RegressionTree(tree))) { }
}
