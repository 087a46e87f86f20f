using System.Text.Json;

namespace MLNetDeep.Tests.Numerics;

/// <summary>Numbers that other programs wrote; the script beside each file says how.</summary>
internal static class GoldenFile
{
    public static JsonElement Read(string name)
    {
        using Stream stream = typeof(GoldenFile).Assembly.GetManifestResourceStream($"MLNetDeep.Tests.Numerics.{name}")!;
        return JsonSerializer.Deserialize<JsonElement>(stream);
    }

    public static float[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetSingle())];
}
