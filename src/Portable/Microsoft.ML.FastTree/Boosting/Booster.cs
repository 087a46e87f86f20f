namespace Microsoft.ML.Trainers.FastTree.Boosting;

/// <summary>Gradient boosting: every tree is fitted to the gradient that the trees before it leave. Scores start at 0.</summary>
internal static class Booster
{
    /// <param name="weights">Example weights, or null when all are 1.</param>
    /// <param name="checkAlive">Called before each tree; throws when the training is to stop.</param>
    /// <param name="emptyTrees">How many iterations could not grow a tree.</param>
    public static RegressionTreeEnsemble Train(
        BinnedDataset data, Objective objective, double[]? weights, BoostingSettings settings, Action checkAlive, out int emptyTrees)
    {
        var parallel = settings.Parallelism;
        var grower = new TreeGrower(data, settings.Leaves, settings.MinimumRowsPerLeaf, weights, parallel);
        var scores = new double[data.RowCount];
        var targets = new double[data.RowCount];
        var active = new bool[data.Features.Length];
        var featureDice = new Random(settings.FeatureSeed);
        var bagDice = new Random(settings.BagSeed);
        int[]? bag = null;
        int[] rest = [];
        var trees = new List<RegressionTree>(settings.Trees);

        emptyTrees = 0;
        while (trees.Count + emptyTrees < settings.Trees)
        {
            checkAlive();
            for (var f = 0; f < active.Length; f++)
                active[f] = settings.FeatureFraction >= 1 || featureDice.NextDouble() <= settings.FeatureFraction;
            if (settings.BagSize > 0 && trees.Count % settings.BagSize == 0)
                (bag, rest) = DrawBag(data.RowCount, settings.BagFraction, bagDice);

            objective.Gradient(scores, targets, parallel);
            if (weights is not null)
            {
                for (var i = 0; i < targets.Length; i++) targets[i] *= weights[i];
            }
            if (grower.Grow(targets, active, bag) is not { } tree)
            {
                emptyTrees++;
                continue;
            }
            Step(tree, grower.Partition, objective, weights, settings.StepSize);
            AddTo(scores, tree, grower.Partition, rest);
            trees.Add(tree.Finish());
        }
        return new RegressionTreeEnsemble(trees, Enumerable.Repeat(1.0, trees.Count), 0);
    }

    private static void Step(GrownTree tree, RowPartition partition, Objective objective, double[]? weights, double stepSize)
    {
        var outputs = tree.Outputs;
        for (var leaf = 0; leaf < outputs.Length; leaf++)
            outputs[leaf] = objective.Limit(stepSize * objective.Step(outputs[leaf], partition.RowsOf(leaf), weights));
    }

    /// <summary>Adds the tree to the scores of all rows: those of the bag by their leaf, the others by walking the tree.</summary>
    private static void AddTo(double[] scores, GrownTree tree, RowPartition partition, int[] rest)
    {
        var outputs = tree.Outputs;
        for (var leaf = 0; leaf < outputs.Length; leaf++)
        {
            var output = outputs[leaf];
            foreach (var row in partition.RowsOf(leaf)) scores[row] += output;
        }
        foreach (var row in rest) scores[row] += outputs[tree.LeafOf(row)];
    }

    private static (int[] Bag, int[] Outside) DrawBag(int rowCount, double fraction, Random dice)
    {
        var bag = new List<int>(rowCount);
        var rest = new List<int>();
        for (var row = 0; row < rowCount; row++) (dice.NextDouble() < fraction ? bag : rest).Add(row);
        return ([.. bag], [.. rest]);
    }
}
