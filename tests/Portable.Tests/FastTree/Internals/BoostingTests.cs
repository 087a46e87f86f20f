using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.FastTree.Binning;
using Microsoft.ML.Trainers.FastTree.Boosting;

namespace Portable.Tests.FastTree;

public sealed class BoostingTests
{
    private static readonly BoostingSettings Settings = new() { Trees = 30, Leaves = 20, MinimumRowsPerLeaf = 10, StepSize = 0.2 };

    [Fact]
    public void A_step_is_found_where_it_is()
    {
        var values = new FeatureValues(2);
        for (var i = 0; i < 40; i++) values.Add([i % 7, i], []);
        var labels = Enumerable.Range(0, 40).Select(i => i < 25 ? 1f : 5f).ToArray();
        var settings = Settings with { Trees = 1, Leaves = 2, StepSize = 1 };
        var tree = Assert.Single(Train(values, new SquaredObjective(labels), settings).Trees);

        Assert.Equal([1], tree.NumericalSplitFeatureIndexes);
        Assert.Equal([24.5f], tree.NumericalSplitThresholds);
        Assert.Equal([1.0, 5.0], tree.LeafValues);
        Assert.Equal([~0], tree.LeftChild);
        Assert.Equal([~1], tree.RightChild);
        Assert.Equal(25 * 15 / 40.0 * 16, Assert.Single(tree.SplitGains), 9); // of two means 4 apart
    }

    [Theory]
    [InlineData(2, 10)]
    [InlineData(20, 10)]
    [InlineData(64, 100)]
    public void Trees_keep_to_the_leaves_and_rows_allowed(int leaves, int minimumRows)
    {
        var ensemble = TrainRegression(Settings with { Leaves = leaves, MinimumRowsPerLeaf = minimumRows });
        foreach (var tree in ensemble.Trees)
        {
            Assert.InRange(tree.NumberOfLeaves, 2, leaves);
            var counts = new int[tree.NumberOfLeaves];
            for (var row = 0; row < Synthetic.RowCount; row++)
            {
                var value = tree.Predict(Synthetic.Features(row));
                counts[tree.LeafValues.ToList().IndexOf(value)]++;
            }
            Assert.All(counts.Where(count => count > 0), count => Assert.True(count >= minimumRows));
        }
    }

    [Fact]
    public void The_trees_do_not_depend_on_threads_or_bundles()
    {
        var expected = Describe(TrainRegression(Settings with { Threads = 1 }));
        Assert.Equal(expected, Describe(TrainRegression(Settings with { Threads = 2 })));
        Assert.Equal(expected, Describe(TrainRegression(Settings with { Threads = 7 })));
        Assert.Equal(expected, Describe(TrainRegression(Settings with { Bundle = false })));
    }

    [Fact]
    public void More_than_256_bins_work()
    {
        var few = Error(TrainRegression(Settings with { MaximumBins = 4 }));
        var many = Error(TrainRegression(Settings with { MaximumBins = 2000 }));
        Assert.InRange(many, 0, few);
    }

    [Fact]
    public void A_row_of_weight_two_counts_like_two_rows()
    {
        var rows = Enumerable.Range(0, 600).ToArray();
        var twice = rows.SelectMany(row => row % 3 == 0 ? new[] { row, row } : [row]).ToArray();
        var weights = rows.Select(row => row % 3 == 0 ? 2.0 : 1.0).ToArray();
        // The minimum counts rows and not weights, and so do the masses of the bins: neither may matter here.
        var settings = Settings with { Leaves = 4, MinimumRowsPerLeaf = 1, Trees = 10, MaximumBins = 2000 };

        var weighted = Train(SyntheticValues.Of(rows), Logistic(rows), settings, weights);
        var repeated = Train(SyntheticValues.Of(twice), Logistic(twice), settings);
        foreach (var row in rows)
            Assert.Equal(repeated.Score(Synthetic.Features(row)), weighted.Score(Synthetic.Features(row)), 6);
    }

    [Fact]
    public void Probabilities_are_right_on_average()
    {
        var rows = Enumerable.Range(0, Synthetic.RowCount).ToArray();
        var ensemble = Train(SyntheticValues.Of(rows), Logistic(rows), Settings);
        var mean = rows.Average(row => Probability(ensemble, row));
        Assert.Equal(rows.Average(row => Synthetic.Label(row) ? 1.0 : 0.0), mean, 2);
    }

    [Fact]
    public void Balanced_classes_get_the_same_weight()
    {
        var rows = Enumerable.Range(0, Synthetic.RowCount).Where(row => !Synthetic.Label(row) || row % 4 == 0).ToArray();
        var labels = rows.Select(Synthetic.Label).ToArray();
        var ensemble = Train(SyntheticValues.Of(rows), new LogisticObjective(labels, 0.4, 100, balance: true), Settings);
        var positive = rows.Where(Synthetic.Label).Average(row => Probability(ensemble, row));
        var negative = rows.Where(row => !Synthetic.Label(row)).Average(row => Probability(ensemble, row));
        Assert.Equal(1, positive + negative, 1);
    }

    [Fact]
    public void Balance_needs_both_classes()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new LogisticObjective([true, true], 0.4, 100, balance: true));
        Assert.Equal("Only one class in training set.", error.Message);
    }

    [Fact]
    public void Bags_and_feature_choice_are_repeatable_and_differ_by_seed()
    {
        var settings = Settings with { BagSize = 5, FeatureFraction = 0.5 };
        var expected = Describe(TrainRegression(settings));
        Assert.Equal(expected, Describe(TrainRegression(settings)));
        Assert.NotEqual(expected, Describe(TrainRegression(settings with { BagSeed = 1 })));
        Assert.NotEqual(expected, Describe(TrainRegression(settings with { FeatureSeed = 1 })));
        Assert.InRange(Error(TrainRegression(settings)), 0, 0.6);
    }

    [Fact]
    public void Features_that_say_nothing_give_no_trees()
    {
        var values = new FeatureValues(1);
        for (var i = 0; i < 50; i++) values.Add([3], []);
        var data = BinnedDataset.Create(values, 255, 10, true, Settings.Parallelism);
        var ensemble = Booster.Train(data, new SquaredObjective(new float[50]), null, Settings, () => { }, out var emptyTrees);
        Assert.Equal((0, 30), (ensemble.Trees.Count, emptyTrees));
        Assert.Equal(0, ensemble.Score([3]));
    }

    [Fact]
    public void Training_asks_before_every_tree_whether_to_go_on()
    {
        var asked = 0;
        var data = BinnedDataset.Create(SyntheticValues.Of(Enumerable.Range(0, 500)), 255, 10, true, Settings.Parallelism);
        var objective = new SquaredObjective(new float[500]);
        Assert.Throws<OperationCanceledException>(() => Booster.Train(
            data, objective, null, Settings, () => { if (++asked == 3) throw new OperationCanceledException(); }, out _));
        Assert.Equal(3, asked);
    }

    private static LogisticObjective Logistic(int[] rows) => new([.. rows.Select(Synthetic.Label)], 0.4, 100, balance: false);

    private static double Probability(RegressionTreeEnsemble ensemble, int row) =>
        1 / (1 + Math.Exp(-0.4 * ensemble.Score(Synthetic.Features(row))));

    private static RegressionTreeEnsemble TrainRegression(BoostingSettings settings)
    {
        var rows = Enumerable.Range(0, Synthetic.RowCount).ToArray();
        return Train(SyntheticValues.Of(rows), new SquaredObjective([.. rows.Select(Synthetic.Target)]), settings);
    }

    private static RegressionTreeEnsemble Train(
        FeatureValues values, Objective objective, BoostingSettings settings, double[]? weights = null)
    {
        var data = BinnedDataset.Create(values, settings.MaximumBins, settings.MinimumRowsPerLeaf, settings.Bundle, settings.Parallelism);
        return Booster.Train(data, objective, weights, settings, () => { }, out _);
    }

    private static double Error(RegressionTreeEnsemble ensemble) => Math.Sqrt(Enumerable.Range(0, Synthetic.RowCount)
        .Average(row => Math.Pow(ensemble.Score(Synthetic.Features(row)) - Synthetic.Target(row), 2)));

    private static string Describe(RegressionTreeEnsemble ensemble) => string.Join(';', ensemble.Trees.Select(tree =>
        string.Join(',', tree.LeafValues.Concat(tree.SplitGains).Concat(tree.NumericalSplitThresholds.Select(t => (double)t)))));
}
