using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portable.Tests.Official;

/// <summary>What the official packages, version 5.0.0, did with the same calls and data, by the name of the observation.</summary>
internal static class Observations
{
    private static readonly Dictionary<string, JsonElement> All = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Official", "observations.json")))!;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Compares what a call gives, or throws, with what it gave officially.</summary>
    public static void Check(string name, Func<object?> observe)
    {
        object? seen;
        try
        {
            seen = observe();
        }
        catch (Exception e)
        {
            seen = new { exception = e.GetType().FullName, message = e.Message };
        }

        var expected = JsonSerializer.Serialize(All[name], Relaxed);
        Assert.Equal(expected, JsonSerializer.Serialize(seen, Relaxed));
    }
}
