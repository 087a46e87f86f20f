using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.AutoML;
using TorchSharp;

namespace MLNetDeep.AutoML;

/// <summary>What a study runs on, for reports.</summary>
internal static class StudyEnvironment
{
    /// <summary>Packages and machine, by name.</summary>
    public static IReadOnlyDictionary<string, string> Describe() =>
        new SortedDictionary<string, string>(
            PackageVersions.Current(typeof(SweepablePipeline).Assembly, typeof(torch).Assembly), StringComparer.Ordinal)
        {
            ["operating system"] = RuntimeInformation.OSDescription,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
            ["cores"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        };
}
