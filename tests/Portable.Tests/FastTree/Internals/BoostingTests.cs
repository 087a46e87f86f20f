using Microsoft.ML.Trainers.FastTree;

namespace Portable.Tests.FastTree;

public sealed class BoostingTests
{
    private static FastTreeRegressionTrainer.Options Settings => new() { NumberOfTrees = 30 };

    [Fact]
    public void A_step_is_found_where_it_is()
    {
        var values = SyntheticValues.Of([.. Enumerable.Range(0, 40).Select(i => new float[] { i % 7, i })]);
        var labels = Enumerable.Range(0, 40).Select(i => i < 25 ? 1f : 5f).ToArray();
        var settings = new FastTreeRegressionTrainer.Options { NumberOfTrees = 1, NumberOfLeaves = 2 };
        var tree = Assert.Single(Train(values, 40, new SquaredObjective(labels, step: 1), settings));

        Assert.Equal([1], tree.Features);
        Assert.Equal([24.5f], tree.Thresholds);
        Assert.Equal([1.0, 5.0], tree.Leaves);
        Assert.Equal([~0], tree.Left);
        Assert.Equal([~1], tree.Right);
        Assert.Equal(25 * 15 / 40.0 * 16, Assert.Single(tree.Gains), 9); // of two means 4 apart
    }

    [Theory]
    [InlineData(2, 10)]
    [InlineData(20, 10)]
    [InlineData(64, 100)]
    public void Trees_keep_to_the_leaves_and_rows_allowed(int leaves, int minimumRows)
    {
        foreach (var tree in TrainRegression(o => (o.NumberOfLeaves, o.MinimumExampleCountPerLeaf) = (leaves, minimumRows)))
        {
            Assert.InRange(tree.Leaves.Length, 2, leaves);
            var counts = new int[tree.Leaves.Length];
            for (var row = 0; row < Synthetic.RowCount; row++)
            {
                var value = tree.Predict(Synthetic.Features(row));
                counts[Array.IndexOf(tree.Leaves, value)]++;
            }
            Assert.All(counts.Where(count => count > 0), count => Assert.True(count >= minimumRows));
        }
    }

    [Fact]
    public void The_trees_do_not_depend_on_threads_or_bundles()
    {
        var expected = Describe(TrainRegression(options => options.NumberOfThreads = 1));
        Assert.Equal(expected, Describe(TrainRegression(options => options.NumberOfThreads = 2)));
        Assert.Equal(expected, Describe(TrainRegression(options => options.NumberOfThreads = 7)));
        Assert.Equal(expected, Describe(TrainRegression(options => options.FeatureFlocks = false)));
    }

    [Fact]
    public void More_than_256_bins_work()
    {
        var few = Error(TrainRegression(options => options.MaximumBinCountPerFeature = 4));
        var many = Error(TrainRegression(options => options.MaximumBinCountPerFeature = 2000));
        Assert.InRange(many, 0, few);
    }

    [Fact]
    public void A_row_of_weight_two_counts_like_two_rows()
    {
        var rows = Enumerable.Range(0, 600).ToArray();
        var twice = rows.SelectMany(row => row % 3 == 0 ? new[] { row, row } : [row]).ToArray();
        var weights = rows.Select(row => row % 3 == 0 ? 2.0 : 1.0).ToArray();
        // The minimum counts rows and not weights, and so do the masses of the bins: neither may matter here.
        var settings = new FastTreeBinaryTrainer.Options
        {
            NumberOfLeaves = 4,
            MinimumExampleCountPerLeaf = 1,
            NumberOfTrees = 10,
            MaximumBinCountPerFeature = 2000,
        };
        var weighted = TrainLogistic(rows, settings, weights);
        var repeated = TrainLogistic(twice, settings);
        foreach (var row in rows) Assert.Equal(Score(repeated, row), Score(weighted, row), 6);
    }

    [Fact]
    public void Probabilities_are_right_on_average()
    {
        var rows = Enumerable.Range(0, Synthetic.RowCount).ToArray();
        var trees = TrainLogistic(rows, new FastTreeBinaryTrainer.Options { NumberOfTrees = 30 });
        Assert.Equal(rows.Average(row => Synthetic.Label(row) ? 1.0 : 0.0), rows.Average(row => Probability(trees, row)), 2);
    }

    [Fact]
    public void Balanced_classes_get_the_same_weight()
    {
        var rows = Enumerable.Range(0, Synthetic.RowCount).Where(row => !Synthetic.Label(row) || row % 4 == 0).ToArray();
        var trees = TrainLogistic(rows, new FastTreeBinaryTrainer.Options { NumberOfTrees = 30, UnbalancedSets = true });
        var positive = rows.Where(Synthetic.Label).Average(row => Probability(trees, row));
        var negative = rows.Where(row => !Synthetic.Label(row)).Average(row => Probability(trees, row));
        Assert.Equal(1, positive + negative, 1);
    }

    [Fact]
    public void Balance_needs_both_classes()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => new LogisticObjective([1, 1], new FastTreeBinaryTrainer.Options { UnbalancedSets = true }));
        Assert.Equal("Only one class in training set.", error.Message);
    }

    [Fact]
    public void Bags_and_feature_choice_are_repeatable_and_differ_by_seed()
    {
        Action<TreeOptions> choose = options => (options.BaggingSize, options.FeatureFraction) = (5, 0.5);
        var expected = Describe(TrainRegression(choose));
        Assert.Equal(expected, Describe(TrainRegression(choose)));
        Assert.NotEqual(expected, Describe(TrainRegression(choose + (options => options.Seed = 1))));
        Assert.NotEqual(expected, Describe(TrainRegression(choose + (options => options.FeatureSelectionSeed = 1))));
        Assert.InRange(Error(TrainRegression(choose)), 0, 0.6);
    }

    [Fact]
    public void Features_that_say_nothing_give_no_trees()
    {
        var values = SyntheticValues.Of([.. Enumerable.Repeat(new[] { 3f }, 50)]);
        Assert.Empty(Train(values, 50, new SquaredObjective(new float[50], step: 1), Settings));
    }

    [Fact]
    public void Training_asks_before_every_tree_whether_to_go_on()
    {
        var asked = 0;
        var data = BinnedDataset.Create(SyntheticValues.Of(Enumerable.Range(0, 500)), 500, Settings);
        var objective = new SquaredObjective(new float[500], step: 1);
        Assert.Throws<OperationCanceledException>(() => EnsembleGrower.Grow(
            data, objective, null, Settings, () => { if (++asked == 3) throw new OperationCanceledException(); }));
        Assert.Equal(3, asked);
    }

    private static double Score(TreeArrays[] trees, int row) => trees.Sum(tree => tree.Predict(Synthetic.Features(row)));

    private static double Probability(TreeArrays[] trees, int row) => 1 / (1 + Math.Exp(-0.4 * Score(trees, row)));

    private static TreeArrays[] TrainLogistic(int[] rows, FastTreeBinaryTrainer.Options options, double[]? weights = null)
    {
        var labels = rows.Select(row => Synthetic.Label(row) ? 1f : 0f).ToArray();
        return Train(SyntheticValues.Of(rows), rows.Length, new LogisticObjective(labels, options), options, weights);
    }

    private static TreeArrays[] TrainRegression(Action<TreeOptions> set)
    {
        var options = Settings;
        set(options);
        var rows = Enumerable.Range(0, Synthetic.RowCount).ToArray();
        return Train(SyntheticValues.Of(rows), rows.Length, new SquaredObjective([.. rows.Select(Synthetic.Target)], step: 0.2), options);
    }

    private static TreeArrays[] Train(
        List<(int Row, float Value)>[] values, int rowCount, Objective objective, TreeOptions options, double[]? weights = null) =>
        EnsembleGrower.Grow(BinnedDataset.Create(values, rowCount, options), objective, weights, options, () => { });

    private static double Error(TreeArrays[] trees) =>
        Math.Sqrt(Enumerable.Range(0, Synthetic.RowCount).Average(row => Math.Pow(Score(trees, row) - Synthetic.Target(row), 2)));

    private static string Describe(TreeArrays[] trees) => string.Join(';', trees.Select(tree =>
        string.Join(',', tree.Leaves.Concat(tree.Gains).Concat(tree.Thresholds.Select(t => (double)t)))));
}
