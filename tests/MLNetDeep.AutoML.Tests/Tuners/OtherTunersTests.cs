using System.Text.Json;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNetDeep.AutoML.Tests.Tuners;

public class OtherTunersTests
{
    [Fact]
    public void Generations_change_the_distribution_as_in_cmaes()
    {
        JsonElement golden = GoldenFile.Read("analysis").GetProperty("covariance");
        var state = new CmaEsState([0.5, 0.2, 0.8], 0.2, 7);
        foreach (JsonElement generation in golden.GetProperty("generations").EnumerateArray())
            state.Update([.. generation.EnumerateArray().Select(point => point.EnumerateArray().Select(x => x.GetDouble()).ToArray())]);

        Assert.Equal(golden.GetProperty("step").GetDouble(), state.Step, 1e-9);
        double[] mean = golden.Numbers("mean");
        double[] covariance = golden.Numbers("covariance");
        double[][] axes = [.. Enumerable.Range(0, 3).Select(k => state.Draw([.. Enumerable.Range(0, 3).Select(i => i == k ? 1.0 : 0)]))];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(mean[i], state.Mean[i], 1e-9);
            for (int j = 0; j < 3; j++)
            {
                double found = axes.Sum(axis => (axis[i] - mean[i]) * (axis[j] - mean[j])) / state.Step / state.Step;
                Assert.Equal(covariance[3 * i + j], found, 1e-8);
            }
        }
    }

    [Theory]
    [InlineData("cma-es", 1e-4)]
    [InlineData("cost-frugal", 1e-3)]
    public void Finds_the_least_of_a_slanted_valley(string name, double limit)
    {
        static double Valley(Parameter p)
        {
            (double a, double b) = (p["x0"].AsType<double>(), p["x1"].AsType<double>());
            return Math.Pow(a + b - 1.1, 2) * 20 + Math.Pow(a - b + 0.3, 2);
        }

        ITuner Create(int seed) => TunerNames.Create(name, new TunerRequest(TunerSpaces.Unit(2), seed, 1));
        double[] best = [.. Enumerable.Range(0, 5).Select(i => TunerSpaces.Run(Create(i), 150, Valley).Min(trial => trial.Loss)).Order()];
        Assert.True(best[2] < limit, $"{best[2]}");
    }

    [Fact]
    public void Cma_es_goes_on_after_it_has_converged()
    {
        // A flat end: everything near the middle is equally good, so that the distribution shrinks and begins again.
        var trials = TunerSpaces.Run(new CmaEsTuner(TunerSpaces.Unit(1)), 600, p => Math.Abs(p["x0"].AsType<double>() - 0.5));
        Assert.True(trials.Min(trial => trial.Loss) < 1e-5);
        Assert.Contains(trials.Skip(200), trial => trial.Loss > 0.2);
    }

    [Fact]
    public void Cma_es_refuses_spaces_without_numbers_and_lets_tpe_choose_choices()
    {
        Assert.Equal("The search space of CmaEsTuner must have a number to search, but had none; TpeTuner takes spaces of choices.",
            Assert.Throws<ArgumentException>(() => new CmaEsTuner(new SearchSpace { ["c"] = new ChoiceOption("a", "b") })).Message);
        var space = new SearchSpace { ["c"] = new ChoiceOption("a", "b", "d"), ["n"] = new UniformIntOption(1, 1000, true, 10) };
        var trials = TunerSpaces.Run(new CmaEsTuner(space), 80,
            p => (p["c"].AsType<string>() == "b" ? 0 : 1) + Math.Abs(Math.Log(p["n"].AsType<int>() / 200.0)));
        Assert.True(trials.Min(trial => trial.Loss) < 0.05);
        Assert.True(trials.Skip(40).Count(trial => trial.Parameter["c"].AsType<string>() == "b") > 20);
    }

    [Fact]
    public void A_grid_is_walked_through_once_also_when_others_tried_a_part()
    {
        var options = new GridTunerOptions { StepCounts = new Dictionary<string, int> { ["Width1"] = 1 } };
        var grid = new GridTuner(TunerSpaces.Conditional(), options);
        Assert.Equal(1 * 1 + 1 * 3, grid.Count); // the second width counts with two layers only
        var finite = (IFiniteTuner)grid;
        HashSet<string> tried = [];
        List<Parameter> settings = [];
        // Trial 0 is somebody else's, trial 1 a setting of the grid that is still being tried.
        grid.Update(TunerSpaces.Tell(0, new RandomTuner(TunerSpaces.Conditional(), new() { Seed = 5 }).Propose(TunerSpaces.Ask(9)), 1));
        Parameter running = grid.Propose(TunerSpaces.Ask(1));
        tried.Add(running.ToString());
        settings.Add(running);
        grid.Update(TunerSpaces.TellStudy(1, running, TrialState.Running));
        for (int i = 2; !finite.IsExhaustedBy(settings); i++)
        {
            Parameter parameter = grid.Propose(TunerSpaces.Ask(i));
            Assert.True(tried.Add(parameter.ToString()));
            settings.Add(parameter);
            grid.Update(TunerSpaces.Tell(i, parameter, i));
        }

        Assert.Equal(4, tried.Count);
        Assert.Contains(grid.Propose(TunerSpaces.Ask(99)).ToString(), tried);
    }

    [Fact]
    public void A_grid_goes_from_end_to_end_in_the_scale_of_the_option()
    {
        var space = new SearchSpace { ["Rate"] = new UniformDoubleOption(1e-4, 1, true), ["n"] = new UniformIntOption(1, 2) };
        var grid = new GridTuner(space, new GridTunerOptions { StepCount = 5 });
        Assert.Equal(10, grid.Count);
        var trials = TunerSpaces.Run(grid, 10, _ => 0);
        double[] rates = [.. trials.Select(trial => trial.Parameter["Rate"].AsType<double>()).Distinct().Order()];
        Assert.Equal(5, rates.Length);
        foreach ((double expected, double rate) in new[] { 1e-4, 1e-3, 1e-2, 0.1, 1 }.Zip(rates))
            Assert.Equal(expected, rate, expected * 1e-9);
    }

    [Fact]
    public void Quasi_random_points_fill_every_part_of_each_option()
    {
        var tuner = new QuasiRandomTuner(TunerSpaces.Unit(4), new() { Seed = 3, StartsWithDefaults = false });
        Parameter[] settings = [.. Enumerable.Range(0, 49).Select(i => tuner.Propose(TunerSpaces.Ask(i)))];
        foreach ((string name, int number) in new[] { ("x0", 2), ("x1", 3), ("x2", 5), ("x3", 7) })
        {
            int[] counts = [.. settings.GroupBy(p => (int)(p[name].AsType<double>() * number)).Select(part => part.Count())];
            Assert.Equal(number, counts.Length);
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }
    }

    [Fact]
    public void Names_and_violations_are_told()
    {
        var request = new TunerRequest(TunerSpaces.Unit(9), 4, 1);
        Assert.All(TunerNames.All.Where(name => name != "grid"), name => Assert.NotNull(TunerNames.Create(name, request)));
        static string Message(Func<ITuner> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("The tuner must be one of tpe, cma-es, cost-frugal, quasi-random, random, grid, but was 'x'.",
            Message(() => TunerNames.Create("x", request)));
        Assert.Equal("CmaEsTunerOptions.InitialStep must be above 0 and at most 1, but was 0. "
            + "CmaEsTunerOptions.PopulationSize must be at least 4 or null, but was 3.",
            Message(() => new CmaEsTuner(request.Space, new() { InitialStep = 0, PopulationSize = 3 })));
        Assert.Equal("CostFrugalTunerOptions.LeastStep must be above 0 and below InitialStep, but was 0.2.",
            Message(() => new CostFrugalTuner(request.Space, new() { LeastStep = 0.2 })));
        Assert.Equal("GridTunerOptions.StepCount must be at least 2, but was 1. "
            + "GridTunerOptions.StepCounts['y'] must be at least 1, but was 0. "
            + "GridTunerOptions.StepCounts must be by names of numeric options of the space, but was 'y'.",
            Message(() => new GridTuner(request.Space, new() { StepCount = 1, StepCounts = new Dictionary<string, int> { ["y"] = 0 } })));
        Assert.Equal("The grid of GridTuner must have at most 1000000 settings, but had 10000000; lower GridTunerOptions.StepCount.",
            Message(() => new GridTuner(TunerSpaces.Unit(7), new() { StepCount = 10 })));
    }
}
