namespace MLNetDeep.AutoML;

/// <summary>Pruners by the names that the command line uses.</summary>
internal static class PrunerNames
{
    private static readonly Dictionary<string, Func<Pruner?>> Makers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["asha"] = () => new AshaPruner(),
        ["hyperband"] = () => new HyperbandPruner(),
        ["median"] = () => new MedianPruner(),
        ["wilcoxon"] = () => new WilcoxonPruner(),
        ["none"] = () => null,
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All => [.. Makers.Keys];

    /// <summary>A pruner with its defaults; null for "none".</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static Pruner? Create(string name) => Makers.TryGetValue(name, out Func<Pruner?>? make)
        ? make()
        : throw new ArgumentException($"The pruner must be one of {string.Join(", ", All)}, but was '{name}'.");
}
