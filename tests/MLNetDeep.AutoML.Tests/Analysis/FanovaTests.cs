using System.Text.Json;
using Microsoft.ML.SearchSpace.Option;
using MLNetDeep.AutoML.Tests.Tuners;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNetDeep.AutoML.Tests.Analysis;

public class FanovaTests
{
    [Fact]
    public void Shares_are_near_those_of_optuna()
    {
        JsonElement golden = GoldenFile.Read("analysis").GetProperty("importance");
        SearchSpace space = TunerSpaces.Unit(0);
        foreach (string name in new[] { "a", "b", "c" })
            space[name] = new UniformDoubleOption(0, 1);
        space["kind"] = new ChoiceOption("x", "y", "z");
        var trials = golden.GetProperty("rows").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(number => number.GetDouble()).ToArray())
            .Select(row => (row[..4], row[4])).ToArray();

        var found = Fanova.Measure(new SpaceModel(space), trials);

        // Optuna makes the shares of single options add up to 1, and its trees see a choice as three numbers.
        double sum = found.Where(one => one.With is null).Sum(one => one.Share);
        double[] expected = golden.Numbers("shares");
        foreach ((string name, double share) in new[] { "a", "b", "c", "kind" }.Zip(expected))
            Assert.Equal(share, found.Single(one => one.Name == name && one.With is null).Share / sum, 0.06);
        Assert.Equal("a", found[0].Name);
    }

    [Fact]
    public void Shares_are_those_of_a_sum_and_of_a_product()
    {
        var model = new SpaceModel(TunerSpaces.Unit(3));
        var random = TunerRandom.For(0, TunerUse.Startup, 0);
        double[][] settings = [.. Enumerable.Range(0, 400).Select(_ => model.FromUnit(_ => random.Uniform()))];

        var sum = Fanova.Measure(model, [.. settings.Select(x => (x, 2 * x[0] + x[1]))]).ToDictionary(one => (one.Name, one.With));
        Assert.Equal(0.8, sum[("x0", null)].Share, 0.05);
        Assert.Equal(0.2, sum[("x1", null)].Share, 0.05);
        Assert.InRange(sum[("x2", null)].Share, 0, 0.01);
        Assert.InRange(sum[("x0", "x1")].Share, 0, 0.04);

        // The sign of a product of two centred options is all interaction.
        var product = Fanova.Measure(model, [.. settings.Select(x => (x, (double)Math.Sign((x[0] - 0.5) * (x[1] - 0.5))))]);
        Assert.Equal(("x0", "x1"), (product.MaxBy(one => one.Share)!.Name, product.MaxBy(one => one.Share)!.With));
        Assert.True(product.Max(one => one.Share) > 0.7);
    }

    [Fact]
    public void Options_without_effect_diverged_and_failed_trials_are_taken()
    {
        var model = new SpaceModel(TunerSpaces.Conditional());
        var trials = Enumerable.Range(0, 60).Select(i => (
            model.Settle([1 + i % 2, 1 + i * 37 % 100, 1 + i * 61 % 100]),
            i == 7 ? 1e30 : i == 9 ? double.NaN : (double)(i % 2))).ToArray();
        var found = Fanova.Measure(model, trials);
        Assert.Equal("Layers", found[0].Name);
        Assert.True(found[0].Share > 0.5, $"{found[0].Share}");
        Assert.Equal(found.Select(one => one.Share), Fanova.Measure(model, trials).Select(one => one.Share));
    }

    [Fact]
    public void Too_few_or_equal_trials_say_nothing()
    {
        var model = new SpaceModel(TunerSpaces.Unit(2));
        Assert.Empty(Fanova.Measure(model, [([0.1, 0.2], 1), ([0.3, 0.2], 2), ([0.1, 0.9], double.NaN), ([0.1, 0.8], double.NaN)]));
        Assert.Empty(Fanova.Measure(model, [.. Enumerable.Range(0, 9).Select(i => (new[] { i / 9.0, 0.5 }, 3.0))]));
    }
}
