using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Transforms.TimeSeries;

namespace MLNetDeep.Cli.Output;

/// <summary>
/// Versions of the assemblies at work. Portable ones carry the word in their version, so that a portable FastTree is never
/// taken for the official one.
/// </summary>
internal static class Versions
{
    public static IReadOnlyDictionary<string, string> Current { get; } = new Dictionary<string, string>
    {
        ["MLNetDeep"] = Of(typeof(MlpOptions).Assembly),
        ["Microsoft.ML"] = Of(typeof(MLContext).Assembly),
        ["Microsoft.ML.FastTree"] = Of(typeof(FastTreeBinaryTrainer).Assembly),
        ["TorchSharp"] = Of(typeof(TorchSharp.torch).Assembly),
        [".NET"] = Environment.Version.ToString(),
    };

    /// <summary>With the assembly that SSA comes from.</summary>
    public static IReadOnlyDictionary<string, string> OfSeries { get; } = new Dictionary<string, string>(Current)
    {
        ["Microsoft.ML.TimeSeries"] = Of(typeof(SsaForecastingEstimator).Assembly),
    };

    public static string Line => Join(Current);

    public static string Join(IEnumerable<KeyValuePair<string, string>> versions) =>
        string.Join(", ", versions.Select(v => $"{v.Key} {v.Value}"));

    private static string Of(Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? assembly.GetName().Version?.ToString() ?? "unknown";
        // What follows a plus sign names the commit it was built from.
        return version.Split('+')[0];
    }
}
