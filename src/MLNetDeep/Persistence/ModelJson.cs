using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MLNetDeep.Persistence;

/// <summary>How JSON is written into models: readable, strict, and able to hold NaN and infinity.</summary>
internal static class ModelJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Reads a member that may be missing.</summary>
    /// <exception cref="JsonException">It is of another type.</exception>
    public static T? Optional<T>(this JsonObject json, string member) =>
        json.TryGetPropertyValue(member, out var value) ? value.Deserialize<T>(Options) : default;

    /// <summary>Reads a member that must be there.</summary>
    /// <exception cref="FormatException">It is missing.</exception>
    /// <exception cref="JsonException">It is of another type.</exception>
    public static T Required<T>(this JsonObject json, string member) =>
        json.TryGetPropertyValue(member, out var value) && value.Deserialize<T>(Options) is { } present
            ? present
            : throw new FormatException($"'{member}' is missing");
}
