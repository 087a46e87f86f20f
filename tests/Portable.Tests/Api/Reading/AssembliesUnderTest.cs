namespace Portable.Tests.Api.Reading;

/// <summary>The ML.NET and TorchSharp assemblies that the tests run on, of whichever package world.</summary>
internal static class AssembliesUnderTest
{
    /// <summary>Whether an assembly name is one of ML.NET's or TorchSharp.</summary>
    public static bool IsOne(string name)
        => name is "Microsoft.ML" or "TorchSharp" || name.StartsWith("Microsoft.ML.", StringComparison.Ordinal);

    /// <summary>The files beside the tests; native libraries of the official packages are none of them.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
            .Where(path => IsOne(Path.GetFileNameWithoutExtension(path)) && AssemblyApi.InformationalVersion(path) is not null)
            .Order(StringComparer.Ordinal)];

    /// <summary>The product's assemblies beside the tests.</summary>
    public static IReadOnlyList<string> ProductFiles { get; } =
        [.. Directory.GetFiles(AppContext.BaseDirectory, "MLNetDeep*.dll").Order(StringComparer.Ordinal)];

    public static bool ArePortable { get; } =
        Files.All(path => AssemblyApi.InformationalVersion(path)!.EndsWith("-portable", StringComparison.Ordinal));

    private static readonly Lazy<IReadOnlyList<ApiLine>> LazyLines = new(() => [.. Files.SelectMany(AssemblyApi.Read)]);

    /// <summary>Everything that the assemblies declare.</summary>
    public static IReadOnlyList<ApiLine> Lines => LazyLines.Value;
}
