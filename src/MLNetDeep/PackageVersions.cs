using System.Reflection;
using Microsoft.ML;

namespace MLNetDeep;

/// <summary>The versions of what runs here, for models and reports.</summary>
internal static class PackageVersions
{
    /// <summary>The versions of .NET, ML.NET, this library and <paramref name="more"/>, by name.</summary>
    public static SortedDictionary<string, string> Current(params IEnumerable<Assembly> more)
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [".NET"] = Environment.Version.ToString(),
            // ML.NET's entry point lives in another assembly in each package world; people know it by the package's name.
            ["Microsoft.ML"] = Of(typeof(MLContext).Assembly),
            ["MLNetDeep"] = Of(typeof(PackageVersions).Assembly),
        };
        foreach (var assembly in more)
            versions[assembly.GetName().Name!] = Of(assembly);
        return versions;
    }

    /// <summary>An assembly's informational version, without the commit.</summary>
    public static string Of(Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? assembly.GetName().Version?.ToString() ?? "unknown";
        return version.Split('+')[0];
    }
}
