using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace.Option;
using MLNetDeep.AutoML;
using MLNetDeep.Comparisons.Images;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNetDeep.Comparisons.Tuners;

/// <summary>Median regret on test functions beside Optuna's samplers.</summary>
internal static class TunerFunctions
{
    private const int TrialCount = 100;

    // What the tuner may be behind its peer.
    private const double MostRatio = 1.1;

    private static readonly (string Name, Func<SearchSpace, int, ITuner> Create)[] Tuners =
    [
        ("TPE", (space, seed) => new TpeTuner(space, new TpeTunerOptions { Seed = seed, StartsWithDefaults = false })),
        ("CMA-ES", (space, seed) => new CmaEsTuner(space, new CmaEsTunerOptions { Seed = seed })),
        ("cost-frugal", (space, seed) => new CostFrugalTuner(space, new CostFrugalTunerOptions { Seed = seed })),
        ("quasi-random", (space, seed) =>
            new QuasiRandomTuner(space, new QuasiRandomTunerOptions { Seed = seed, StartsWithDefaults = false })),
        ("random", (space, seed) => new RandomTuner(space, new RandomTunerOptions { Seed = seed, StartsWithDefaults = false })),
    ];

    /// <returns>Whether TPE keeps up with Optuna's.</returns>
    public static bool Run(StringBuilder report, Peer peer, int seedCount)
    {
        PeerResult[] peers = peer.Run<PeerResult[]>($"{seedCount}", $"{TrialCount}");
        bool isGood = true;
        foreach (TestFunction function in TestFunction.All)
        {
            ImagesCommand.Write(report, $"## {function.Name}: regret after {TrialCount} trials, {seedCount} seeds");
            ImagesCommand.Write(report, "");
            ImagesCommand.Write(report, "| | median | lower quartile | upper quartile |");
            ImagesCommand.Write(report, "|---|---:|---:|---:|");
            Dictionary<string, double> medians = [];
            foreach ((string name, Func<SearchSpace, int, ITuner> create) in Tuners)
                medians[name] = Row(report, name, Enumerable.Range(0, seedCount).Select(seed => Regret(function, create, seed)));
            foreach (PeerResult one in peers.Where(one => one.Function == function.Name))
                medians[one.Sampler] = Row(report, one.Sampler, one.Regrets);
            ImagesCommand.Write(report, "");
            isGood &= Compare(report, medians, "TPE", "Optuna TPE, default");
            isGood &= Compare(report, medians, "TPE", "Optuna TPE, multivariate");
            Compare(report, medians, "CMA-ES", "Optuna CMA-ES");
            ImagesCommand.Write(report, "");
        }

        return isGood;
    }

    private static double Regret(TestFunction function, Func<SearchSpace, int, ITuner> create, int seed)
    {
        SearchSpace space = [];
        for (int i = 0; i < function.Width; i++)
            space[$"x{i}"] = new UniformDoubleOption(0, 1, false, 0.5);
        return TunerLoop.FindBest(create(space, seed), TrialCount, parameter =>
            function.Value([.. Enumerable.Range(0, function.Width).Select(i => parameter[$"x{i}"].AsType<double>())])) - function.Least;
    }

    private static double Row(StringBuilder report, string name, IEnumerable<double> regrets)
    {
        double[] sorted = [.. regrets.Order()];
        double median = TunerLoop.Median(sorted);
        ImagesCommand.Write(report, string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {median:0.0000} | {sorted[sorted.Length / 4]:0.0000} | {sorted[sorted.Length * 3 / 4]:0.0000} |"));
        return median;
    }

    private static bool Compare(StringBuilder report, Dictionary<string, double> medians, string ours, string theirs)
    {
        double ratio = medians[ours] / medians[theirs];
        ImagesCommand.Write(report, string.Create(CultureInfo.InvariantCulture, $"- {ours} has {ratio:0.00} times the median regret of {theirs}."));
        return ratio <= MostRatio;
    }

    private sealed record PeerResult(
        [property: JsonPropertyName("function")] string Function,
        [property: JsonPropertyName("sampler")] string Sampler,
        [property: JsonPropertyName("regrets")] double[] Regrets);
}
