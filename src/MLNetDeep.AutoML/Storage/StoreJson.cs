using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetDeep.AutoML;

/// <summary>Lists and records as text of a store; numbers are read back exactly, NaN and infinities too.</summary>
internal static class StoreJson
{
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Options)!;
}
