namespace Microsoft.ML.Trainers.FastTree;

public sealed class RegressionTreeEnsemble : TreeEnsemble<RegressionTree>
{
    internal RegressionTreeEnsemble(IEnumerable<RegressionTree> trees, IEnumerable<double> treeWeights, double bias)
        : base(trees, treeWeights, bias)
    {
    }
}
