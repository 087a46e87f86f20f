namespace Microsoft.ML.Trainers.FastTree;

/// <summary>Grows trees one after another. Boosted ones are fitted each to the gradient that those before it leave, with scores that start
/// at 0; those of a forest each to the labels themselves.</summary>
internal static class EnsembleGrower
{
    /// <param name="weights">Example weights, or null when all are 1.</param>
    /// <param name="checkAlive">Called before each tree; throws when the training is to stop.</param>
    /// <returns>Fewer trees than asked for when some had a root that could not be split.</returns>
    public static TreeArrays[] Grow(BinnedDataset data, Objective objective, double[]? weights, TreeOptions options, Action checkAlive)
    {
        var parallel = options.Parallelism;
        var dice = new Random(options.Seed);
        var featureDice = new Random(options.FeatureSelectionSeed);
        var bagDice = new Random(options.Seed);
        var grower = new TreeGrower(data, options, weights, dice);
        var scores = new double[data.RowCount];
        var targets = new double[data.RowCount];
        var weighted = weights is null ? targets : new double[data.RowCount];
        var active = new bool[data.Features.Length];
        int[]? bag = null;
        int[] rest = [];
        var trees = new List<TreeArrays>(options.NumberOfTrees);

        if (options.BaggingSize > 0) DrawBag(); // one for nothing, as ML.NET does: bags are equal to its own
        for (var attempt = 0; attempt < options.NumberOfTrees; attempt++)
        {
            checkAlive();
            for (var f = 0; f < active.Length; f++)
                active[f] = options.FeatureFraction >= 1 || featureDice.NextDouble() <= options.FeatureFraction;
            if (options.BaggingSize > 0 && trees.Count % options.BaggingSize == 0) DrawBag();

            objective.Gradient(scores, targets, parallel);
            for (var i = 0; i < weights?.Length; i++) weighted[i] = targets[i] * weights[i];
            if (grower.Grow(weighted, active, bag) is not { } tree) continue;
            for (var leaf = 0; leaf < tree.LeafCount; leaf++)
                tree.Outputs[leaf] = objective.Output(tree.Outputs[leaf], tree.RowsOf(leaf).Span, weights);
            if (options is not FastForestOptionsBase) AddToScores(tree);
            trees.Add(tree.Finish());
        }
        return [.. trees];

        void DrawBag()
        {
            var inside = Enumerable.Range(0, data.RowCount).ToLookup(_ => bagDice.NextDouble() < options.BaggingExampleFraction);
            (bag, rest) = ([.. inside[true]], [.. inside[false]]);
        }

        // The rows the tree learned from by their leaf, the others by walking the tree.
        void AddToScores(GrownTree tree)
        {
            for (var leaf = 0; leaf < tree.LeafCount; leaf++)
                foreach (var row in tree.RowsOf(leaf).Span) scores[row] += tree.Outputs[leaf];
            foreach (var row in rest) scores[row] += tree.Outputs[tree.LeafOf(row)];
        }
    }
}

/// <summary>A loss to fit: what the next tree is fitted to, and what its leaves say.</summary>
internal abstract class Objective
{
    /// <summary>Fills in the negative gradient of the loss of every row, without example weights.</summary>
    public abstract void Gradient(double[] scores, double[] gradient, ParallelOptions parallel);

    /// <summary>The output of a leaf.</summary>
    /// <param name="meanGradient">Weighted mean of the gradient over the leaf.</param>
    /// <param name="weights">Example weights of all rows, or null.</param>
    public abstract double Output(double meanGradient, ReadOnlySpan<int> rows, double[]? weights);
}

/// <summary>Half the squared error: the gradient is the residual, the output a step in its direction.</summary>
internal sealed class SquaredObjective(float[] labels, double step) : Objective
{
    public override void Gradient(double[] scores, double[] gradient, ParallelOptions parallel)
    {
        for (var i = 0; i < scores.Length; i++) gradient[i] = labels[i] - scores[i];
    }

    public override double Output(double meanGradient, ReadOnlySpan<int> rows, double[]? weights) => meanGradient * step;
}

/// <summary>Logistic loss of a score F whose probability is 1 / (1 + exp(-s·F)), with one Newton step a leaf (C. J. C. Burges, "From
/// RankNet to LambdaRank to LambdaMART", 2010, section 6).</summary>
/// <remarks>
/// The slope s is twice the learning rate. It only scales the scores: s·F moves as the logit of an ordinary logistic boosting
/// does, and the trainer attaches the calibrator with this slope, so that the probability is the fitted one.
/// </remarks>
internal sealed class LogisticObjective(float[] labels, FastTreeBinaryTrainer.Options options) : Objective
{
    private const int Chunk = 4096;
    private const double Tiny = 1.4e-45; // lets a leaf without any curvature step by at most the limit instead of 0 / 0

    private readonly double _slope = 2 * options.LearningRate;
    private readonly (double Positive, double Negative) _factors = Factors(labels, options.UnbalancedSets);
    private readonly double[] _curvature = new double[labels.Length];

    public override void Gradient(double[] scores, double[] gradient, ParallelOptions parallel) =>
        Parallel.For(0, (scores.Length + Chunk - 1) / Chunk, parallel, chunk =>
        {
            for (var i = chunk * Chunk; i < Math.Min((chunk + 1) * Chunk, scores.Length); i++)
            {
                var (sign, factor) = labels[i] >= 1 ? (1, _factors.Positive) : (-1, _factors.Negative);
                var response = _slope / (1 + Math.Exp(sign * _slope * scores[i]));
                gradient[i] = sign * response * factor;
                _curvature[i] = response * (_slope - response) * factor;
            }
        });

    public override double Output(double meanGradient, ReadOnlySpan<int> rows, double[]? weights)
    {
        var (sum, total) = (0.0, 0.0);
        foreach (var row in rows)
        {
            var weight = weights?[row] ?? 1;
            sum += _curvature[row] * weight;
            total += weight;
        }
        var output = options.LearningRate * options.Shrinkage * (meanGradient + Tiny) / (sum / total + Tiny);
        return Math.Clamp(output, -options.MaximumTreeOutput, options.MaximumTreeOutput);
    }

    private static (double Positive, double Negative) Factors(float[] labels, bool balance)
    {
        if (!balance) return (1, 1);
        var positives = labels.Count(label => label >= 1);
        Contracts.Check(positives > 0 && positives < labels.Length, "Only one class in training set.");
        return (1.0 / positives, 1.0 / (labels.Length - positives));
    }
}
