using Microsoft.ML.AutoML;

namespace MLNetDeep.AutoML;

/// <summary>Tuners by the names that the command line uses.</summary>
internal static class TunerNames
{
    private static readonly Dictionary<string, Func<TunerRequest, ITuner>> Makers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tpe"] = request => new TpeTuner(request.Space, new TpeTunerOptions { Seed = request.Seed }),
        ["cma-es"] = request => new CmaEsTuner(request.Space, new CmaEsTunerOptions { Seed = request.Seed }),
        ["cost-frugal"] = request => new CostFrugalTuner(request.Space, new CostFrugalTunerOptions { Seed = request.Seed }),
        ["quasi-random"] = request => new QuasiRandomTuner(request.Space, new QuasiRandomTunerOptions { Seed = request.Seed }),
        ["random"] = request => new RandomTuner(request.Space, new RandomTunerOptions { Seed = request.Seed }),
        ["grid"] = request => new GridTuner(request.Space),
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All => [.. Makers.Keys];

    /// <summary>A tuner with its defaults.</summary>
    /// <exception cref="ArgumentException">There is none of this name, or it cannot search this space.</exception>
    public static ITuner Create(string name, TunerRequest request) => Makers.TryGetValue(name, out Func<TunerRequest, ITuner>? make)
        ? make(request)
        : throw new ArgumentException($"The tuner must be one of {string.Join(", ", All)}, but was '{name}'.");
}
