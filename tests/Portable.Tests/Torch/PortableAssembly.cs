using System.Reflection;

namespace Portable.Tests.Torch;

internal static class PortableAssembly
{
    /// <summary>True for our own packages, whose versions end in "-portable".</summary>
    public static bool IsPortable(this Assembly assembly) => assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Contains("-portable", StringComparison.Ordinal);
}
