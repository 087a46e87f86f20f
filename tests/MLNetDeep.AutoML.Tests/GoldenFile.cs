using System.Text.Json;

namespace MLNetDeep.AutoML.Tests;

/// <summary>Numbers that a peer computed; the script of the same name wrote them.</summary>
internal static class GoldenFile
{
    /// <param name="name">The name without folder and ending, such as "tuners".</param>
    public static JsonElement Read(string name)
    {
        var assembly = typeof(GoldenFile).Assembly;
        string resource = assembly.GetManifestResourceNames().Single(found => found.EndsWith($".{name}_golden.json"));
        using Stream stream = assembly.GetManifestResourceStream(resource)!;
        return JsonDocument.Parse(stream).RootElement.Clone();
    }

    public static double[] Numbers(this JsonElement element, string member) =>
        [.. element.GetProperty(member).EnumerateArray().Select(number => number.GetDouble())];
}
