using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML.Tests.Tuners;

public class TpeTunerTests
{
    [Fact]
    public void Finds_the_least_of_a_bowl_where_chance_does_not()
    {
        static double Bowl(Parameter p) => Math.Pow(p["x0"].AsType<double>() - 0.31, 2) + Math.Pow(p["x1"].AsType<double>() - 0.77, 2);
        double Best(Microsoft.ML.AutoML.ITuner tuner) => TunerSpaces.Run(tuner, 80, Bowl).Min(trial => trial.Loss);
        int[] seeds = [0, 1, 2, 3, 4];
        double[] tpe = [.. seeds.Select(seed => Best(new TpeTuner(TunerSpaces.Unit(2), new() { Seed = seed }))).Order()];
        double[] chance = [.. seeds.Select(seed => Best(new RandomTuner(TunerSpaces.Unit(2), new() { Seed = seed }))).Order()];
        Assert.True(tpe[2] < chance[2] / 5, $"TPE {tpe[2]}, random {chance[2]}");
    }

    [Fact]
    public void Learns_which_trainer_is_better_and_how_to_set_it()
    {
        static double Loss(Parameter p)
        {
            Parameter inner = p["_pipeline_"];
            return inner["_SCHEMA_"].AsType<string>() == "e0 * e1"
                ? 2 + inner["e1"]["Rate"].AsType<double>()
                : Math.Abs(inner["e2"]["Layers"].AsType<int>() - 2) + Math.Abs(inner["e2"]["Width2"].AsType<int>() - 70) / 100.0;
        }

        var trials = TunerSpaces.Run(new TpeTuner(TunerSpaces.Pipeline()), 60, Loss);
        Assert.True(trials.Min(trial => trial.Loss) < 0.06);
        Assert.True(trials.Skip(30).Count(trial => trial.Parameter["_pipeline_"]["_SCHEMA_"].AsType<string>() == "e0 * e2") > 20);
    }

    [Fact]
    public void Does_not_try_a_setting_twice_while_there_are_others()
    {
        var space = new SearchSpace
        {
            ["a"] = new Microsoft.ML.SearchSpace.Option.ChoiceOption("x", "y", "z"),
            ["n"] = new Microsoft.ML.SearchSpace.Option.UniformIntOption(1, 12),
        };
        var tuner = new TpeTuner(space, new() { StartupTrialCount = 1 });
        var trials = TunerSpaces.Run(tuner, 24, p => p["n"].AsType<int>());
        Assert.Equal(24, trials.Select(trial => trial.Parameter.ToString()).Distinct().Count());
    }

    [Fact]
    public void Goes_away_from_failures()
    {
        static double Loss(Parameter p) => p["x0"].AsType<double>() is var x && x > 0.5 ? double.NaN : Math.Abs(x - 0.3);
        var trials = TunerSpaces.Run(new TpeTuner(TunerSpaces.Unit(1)), 60, Loss);
        Assert.True(trials.Skip(20).Count(trial => double.IsNaN(trial.Loss)) < 10);
    }

    [Fact]
    public void Pruned_trials_lose_against_completed_ones_and_late_ones_beat_early_ones()
    {
        ToldTrial Pruned(int number, double loss, int folds, int epochs) => new(number, [], TrialState.Pruned, [loss], folds, epochs);
        ToldTrial[] trials =
        [
            Pruned(0, 0.1, 0, 3), new(1, [], TrialState.Failed, []), new(2, [], TrialState.Completed, [9.0]), Pruned(3, 0.5, 1, 0),
            new(4, [], TrialState.Running, []), Pruned(5, 0.2, 0, 3), new(6, [], TrialState.Completed, [3.0]), Pruned(7, 0.3, 0, 9),
        ];
        for (int count = 0; count <= trials.Length; count++)
        {
            int[] good = [.. TpeSplit.Part(trials, count, 1).Good.Select(trial => trial.Number)];
            Assert.Equal(new[] { 6, 2, 3, 7, 0, 5, 1, 4 }.Take(count).Order(), good);
        }
    }

    [Fact]
    public void Several_objectives_spread_along_the_front()
    {
        // Both want x1 = 0; between them x0 decides, so that every x0 is good.
        static double[] Losses(Parameter p)
        {
            (double a, double b) = (p["x0"].AsType<double>(), p["x1"].AsType<double>());
            return [a * a + b, (1 - a) * (1 - a) + b];
        }

        var tuner = new TpeTuner(TunerSpaces.Unit(2), new());
        List<double[]> losses = [];
        for (int i = 0; i < 80; i++)
        {
            Parameter parameter = tuner.Propose(TunerSpaces.Ask(i));
            losses.Add(Losses(parameter));
            tuner.Update(TunerSpaces.TellStudy(i, parameter, TrialState.Completed, losses[^1]));
        }

        double volume = Pareto.MeasureVolume(losses, [1.1, 1.1]);
        var chance = new RandomTuner(TunerSpaces.Unit(2));
        double byChance = Pareto.MeasureVolume(Enumerable.Range(0, 80).Select(i => Losses(chance.Propose(TunerSpaces.Ask(i)))), [1.1, 1.1]);
        Assert.True(volume > byChance + 0.03, $"TPE {volume}, random {byChance}");
    }

    [Fact]
    public void Weights_fall_with_age()
    {
        Assert.All(TpeSplit.WeighByAge(25), weight => Assert.Equal(1, weight));
        double[] weights = TpeSplit.WeighByAge(28);
        Assert.Equal([1.0 / 28, (1 + 1.0 / 28) / 2, 1, 1], weights.Take(4));
    }

    [Fact]
    public void All_violations_of_the_options_are_told_at_once()
    {
        var options = new TpeTunerOptions
        {
            StartupTrialCount = 0,
            CandidateCount = 0,
            GoodShare = 1,
            MostGoodTrialCount = 0,
            PriorWeight = double.NaN,
        };
        Assert.Equal(
            "TpeTunerOptions.StartupTrialCount must be at least 1, but was 0. "
            + "TpeTunerOptions.CandidateCount must be at least 1, but was 0. "
            + "TpeTunerOptions.GoodShare must be above 0 and below 1, but was 1. "
            + "TpeTunerOptions.MostGoodTrialCount must be at least 1, but was 0. "
            + "TpeTunerOptions.PriorWeight must be finite and above 0, but was NaN.",
            Assert.Throws<ArgumentException>(() => new TpeTuner(TunerSpaces.Unit(1), options)).Message);
    }
}
