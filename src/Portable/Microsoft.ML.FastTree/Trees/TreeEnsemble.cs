namespace Microsoft.ML.Trainers.FastTree;

public abstract class TreeEnsemble<T>
    where T : RegressionTreeBase
{
    private readonly T[] _trees;
    private readonly double[] _weights;

    private protected TreeEnsemble(IEnumerable<T> trees, IEnumerable<double> treeWeights, double bias)
    {
        _trees = [.. trees];
        _weights = [.. treeWeights];
        Bias = bias;
    }

    public double Bias { get; }

    public IReadOnlyList<double> TreeWeights => Array.AsReadOnly(_weights);

    public IReadOnlyList<T> Trees => Array.AsReadOnly(_trees);

    /// <summary>The score of a row.</summary>
    internal double Score(ReadOnlySpan<float> features)
    {
        var score = Bias;
        for (var t = 0; t < _trees.Length; t++) score += _weights[t] * _trees[t].Predict(features);
        return score;
    }
}
