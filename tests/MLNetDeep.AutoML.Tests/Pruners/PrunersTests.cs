using static MLNetDeep.AutoML.Tests.Pruners.PrunerCases;

namespace MLNetDeep.AutoML.Tests.Pruners;

public class PrunersTests
{
    private static readonly Trial[] Eight = [.. Enumerable.Range(0, 8).Select(i => Epochs(i, 0.1 * i, 0.2 * i, 0.3 * i, 0.4 * i))];

    [Fact]
    public void Asha_asks_at_rungs_only()
    {
        var pruner = new AshaPruner { ReductionFactor = 2 };
        Assert.NotNull(pruner.Ask(Epochs(9, 0), Eight));
        Assert.NotNull(pruner.Ask(Epochs(9, 0, 0), Eight));
        Assert.Null(pruner.Ask(Epochs(9, 0, 0, 0), Eight));
        Assert.NotNull(pruner.Ask(Epochs(9, 0, 0, 0, 0), Eight));
        Assert.Null((pruner with { EarlyStoppingRate = 1 }).Ask(Epochs(9, 0), Eight));
        Assert.Null((pruner with { MinimumEpochCount = 2 }).Ask(Epochs(9, 0), Eight));
        Assert.NotNull((pruner with { MinimumEpochCount = 2 }).Ask(Epochs(9, 0, 0), Eight));
        Assert.Null(pruner.Ask(Epochs(9, 0, 0), Eight, epochs: 300)); // the first rung is epoch 3
        Assert.NotNull(pruner.Ask(Epochs(9, 0, 0, 0), Eight, epochs: 300));
    }

    [Fact]
    public void Asha_lets_the_best_part_go_on()
    {
        // With itself nine trials are at the rung; one of four goes on, so two: it needs the second place.
        var pruner = new AshaPruner();
        Assert.Null(pruner.Ask(Epochs(9, 0.65), Eight));
        Assert.Null(pruner.Ask(Epochs(9, 0.1 * 6), Eight)); // as good as the second
        Assert.Equal("worse than 25 % of 8 trials after epoch 1 of fold 1 (0.590, needs 0.600)", pruner.Ask(Epochs(9, 0.59), Eight));
        // Downwards, 0.1 is the second.
        Assert.Null(pruner.Ask(Epochs(9, 0.1), Eight, isHigher: false));
        Assert.Equal("worse than 25 % of 8 trials after epoch 1 of fold 1 (0.110, needs 0.100)",
            pruner.Ask(Epochs(9, 0.11), Eight, isHigher: false));
    }

    [Fact]
    public void Asha_lets_the_first_go_on_and_then_only_the_best_until_there_are_enough()
    {
        var pruner = new AshaPruner();
        Assert.Null(pruner.Ask(Epochs(9, 0.5), []));
        Assert.Null(pruner.Ask(Epochs(9, 0.5), [Epochs(1, 0.4)]));
        Assert.Equal("worse than the one other trial after epoch 1 of fold 1 (0.500, needs 0.600)",
            pruner.Ask(Epochs(9, 0.5), [Epochs(1, 0.6)]));
    }

    [Fact]
    public void Asha_halves_trials_without_epochs_at_folds()
    {
        var pruner = new AshaPruner { ReductionFactor = 3 };
        Trial[] others = [Folds(0, 0.9, 0.8, 0.7, 0.6), Folds(1, 0.5), Folds(2, 0.4, 0.4, 0.9)];
        Assert.Equal("worse than 67 % of 3 trials after 1 fold (0.450, needs 0.900)", pruner.Ask(Folds(9, 0.45), others));
        Assert.Null(pruner.Ask(Folds(9, 0.45, 0.1), others)); // two folds are no rung
        Assert.Equal("worse than 50 % of 2 trials after 3 folds (0.600, needs 0.800)", pruner.Ask(Folds(9, 0.6, 0.6, 0.6), others));
        Assert.Null(pruner.Ask(Folds(9, 0.6, 0.6, 0.6), others, folds: 3)); // it is done anyway
    }

    [Fact]
    public void A_value_that_is_no_number_loses()
    {
        Assert.Equal("worse than 100 % of 8 trials after epoch 1 of fold 1 (not a number, needs 0.600)",
            new AshaPruner().Ask(Epochs(9, double.NaN), Eight));
        Assert.Equal("worse than 100 % of 8 trials after epoch 1 of fold 1 (not a number, needs 0.350)",
            new MedianPruner().Ask(Epochs(9, double.NaN), Eight));
        Assert.Null(new AshaPruner { ReductionFactor = 2 }.Ask(Epochs(9, 0.1), [Epochs(1, double.NaN), Epochs(2, double.NaN)]));
    }

    [Fact]
    public void Hyperband_has_brackets_that_wait_for_one_rung_after_the_other()
    {
        var pruner = new HyperbandPruner();
        Assert.Equal([1, 2, 2, 3, 4, 5], new[] { 1, 3, 8, 9, 27, 81 }.Select(pruner.CountBrackets));
        // Shares of 9 epochs: 3 * 9 / 3, 3 * 3 / 2 rounded up, 3 * 1 / 1.
        double[] counts = [.. Enumerable.Range(0, 3).Select(bracket =>
            Enumerable.Range(0, 17_000).Count(number => pruner.FindBracket(number, 3) == bracket) / 1000.0)];
        Assert.InRange(counts[0], 8.7, 9.3);
        Assert.InRange(counts[1], 4.7, 5.3);
        Assert.InRange(counts[2], 2.7, 3.3);
    }

    [Fact]
    public void Hyperband_compares_within_a_bracket()
    {
        var pruner = new HyperbandPruner { MaximumEpochCount = 9 };
        int[] brackets = [.. Enumerable.Range(0, 40).Select(number => pruner.FindBracket(number, 3))];
        int hard = Array.IndexOf(brackets, 0);
        int soft = Array.IndexOf(brackets, 1);
        Trial[] good = [.. Enumerable.Range(0, 40).Where(i => i != hard && i != soft).Select(i => Epochs(i, 0.9, 0.9, 0.9))];
        int peers = good.Count(trial => brackets[trial.Number] == 0);
        Assert.Equal($"worse than 100 % of {peers} trials after epoch 1 of fold 1 (0.100, needs 0.900)",
            pruner.Ask(Epochs(hard, 0.1), good));
        Assert.Null(pruner.Ask(Epochs(soft, 0.1), good));
        Assert.NotNull(pruner.Ask(Epochs(soft, 0.1, 0.1, 0.1), good));
        Assert.Null(pruner.Ask(Epochs(hard, 0.1), [.. good.Where(trial => brackets[trial.Number] != 0)]));
    }

    [Fact]
    public void Median_sets_the_best_value_against_running_averages()
    {
        // Averages after two epochs: 0, 0.15, ..., 1.05; their median is 0.525.
        var pruner = new MedianPruner();
        Assert.Null(pruner.Ask(Epochs(9, 0.53, 0.1), Eight));
        Assert.Equal("worse than 50 % of 8 trials after epoch 2 of fold 1 (0.520, needs 0.525)", pruner.Ask(Epochs(9, 0.52, 0.1), Eight));
        Assert.Null(pruner.Ask(Epochs(9, 0.52, 0.1), Eight[..4]));
        Assert.Null((pruner with { WarmupEpochCount = 2 }).Ask(Epochs(9, 0.52, 0.1), Eight));
        Assert.Null((pruner with { EpochInterval = 2 }).Ask(Epochs(9, 0.52, 0.1), Eight));
        Assert.NotNull((pruner with { EpochInterval = 2 }).Ask(Epochs(9, 0, 0, 0), Eight));
        Assert.Null(pruner.Ask(Epochs(9, 0.52, 0.1), [.. Eight.Select(trial => trial with { State = TrialState.Pruned })]));
    }

    [Fact]
    public void Median_compares_folds_by_their_means()
    {
        Trial[] others = [.. Enumerable.Range(0, 5).Select(i => Folds(i, 0.1 * i, 0.3 * i, 0))];
        Assert.Equal("worse than 60 % of 5 trials after 2 folds (0.390, needs 0.400)",
            new MedianPruner().Ask(Folds(9, 0.39, 0.39), others));
        Assert.Null(new MedianPruner().Ask(Folds(9, 0.4, 0.4), others));
    }

    [Fact]
    public void Wilcoxon_needs_enough_folds_that_agree()
    {
        Trial[] others = [Folds(3, 0.9, 0.8, 0.9, 0.8, 0.9), Folds(4, 1, 0, 0, 0, 0), Folds(5, 1, 1, 1) with { State = TrialState.Pruned }];
        var pruner = new WilcoxonPruner();
        Assert.Null(pruner.Ask(Folds(9, 0.5, 0.5, 0.5), others)); // p = 0.125
        Assert.Equal("worse than trial 3 on 4 of 4 folds (Wilcoxon p = 0.063; 0.500, the other 0.850)",
            pruner.Ask(Folds(9, 0.5, 0.5, 0.5, 0.5), others));
        Assert.Null(pruner.Ask(Folds(9, 0.91, 0.5, 0.5, 0.5), others)); // the smallest rank against: p = 2 / 16
        Assert.NotNull((pruner with { PValue = 0.2 }).Ask(Folds(9, 0.5, 0.5, 0.5), others));
        Assert.Null(pruner.Ask(Folds(9, 0.5, 0.5, 0.5, 0.5, 0.5), others)); // it is done anyway
        Assert.Null(pruner.Ask(Epochs(9, 0), others));
    }

    [Fact]
    public void The_signed_rank_test_is_exact()
    {
        Assert.Equal(1.0 / 16, SignedRankTest.Greater([1, 2, 3, 4]), 1e-12);
        Assert.Equal(2.0 / 16, SignedRankTest.Greater([-1, 2, 3, 4]), 1e-12);
        Assert.Equal(1, SignedRankTest.Greater([-1, -2, -3]), 1e-12);
        Assert.Equal(1.0 / 4, SignedRankTest.Greater([0, 5, 7]), 1e-12);
        Assert.Equal(5.0 / 16, SignedRankTest.Greater([2, -2, 2, 2]), 1e-12); // one negative sign or none
        Assert.Equal(1, SignedRankTest.Greater([]));
    }

    [Fact]
    public void Violations_and_names_are_told()
    {
        static string Check(Pruner pruner)
        {
            var rules = new OptionRules("P");
            pruner.Check(rules);
            return string.Join(" ", rules.Violations);
        }

        Assert.Equal("P.MinimumEpochCount must be at least 1 or null, but was 0. P.ReductionFactor must be at least 2, but was 1. "
            + "P.EarlyStoppingRate must be at least 0, but was -1.",
            Check(new AshaPruner { MinimumEpochCount = 0, ReductionFactor = 1, EarlyStoppingRate = -1 }));
        Assert.Equal("P.MaximumEpochCount must be null or at least MinimumEpochCount, but was 2.",
            Check(new HyperbandPruner { MinimumEpochCount = 3, MaximumEpochCount = 2 }));
        Assert.Equal("P.StartupTrialCount must be at least 1, but was 0. P.EpochInterval must be at least 1, but was 0.",
            Check(new MedianPruner { StartupTrialCount = 0, EpochInterval = 0 }));
        Assert.Equal("P.PValue must be above 0 and below 1, but was 1. P.StartupFoldCount must be at least 1, but was 0.",
            Check(new WilcoxonPruner { PValue = 1, StartupFoldCount = 0 }));
        Assert.Equal("The pruner must be one of asha, hyperband, median, wilcoxon, none, but was 'x'.",
            Assert.Throws<ArgumentException>(() => PrunerNames.Create("x")).Message);
        Assert.Null(PrunerNames.Create("none"));
        Assert.Null(new NoPruner().Ask(Epochs(1, 0), Eight));
    }
}
