using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

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
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RefuseNull } },
    };

    // One name for two members would leave open which of them is meant.
    private static readonly JsonSerializerOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Refuses null for members that must not be null; of those that are no constructor's parameters the serialiser takes it.</summary>
    public static void RefuseNull(JsonTypeInfo type)
    {
        var nullability = new NullabilityInfoContext();
        foreach (var property in type.Properties)
        {
            if (property.Set is { } set && property.AttributeProvider is PropertyInfo member && !member.PropertyType.IsValueType
                && nullability.Create(member).WriteState == NullabilityState.NotNull)
            {
                property.Set = (owner, value) => set(owner, value ?? throw new JsonException($"'{property.Name}' is null."));
            }
        }
    }

    /// <summary>Reads what a file describes; the file is not trusted.</summary>
    /// <exception cref="FormatException">It is empty, or an array has a gap: no description has any.</exception>
    /// <exception cref="JsonException">It is no JSON object, or a member is there twice.</exception>
    public static JsonObject ReadObject(ReadOnlySpan<byte> file)
    {
        var json = JsonSerializer.Deserialize<JsonObject>(file, Strict) ?? throw new FormatException("it is empty");
        CheckWhole(json);
        return json;
    }

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

    /// <summary>Reads a member that names something, such as a column.</summary>
    /// <exception cref="FormatException">It is missing or empty.</exception>
    /// <exception cref="JsonException">It is of another type.</exception>
    public static string RequiredName(this JsonObject json, string member) => json.Required<string>(member) is { Length: > 0 } name
        ? name
        : throw new FormatException($"'{member}' is empty");

    // Where an array's items are of a reference type, the serialiser takes null for one of them.
    private static void CheckWhole(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items when items.Any(item => item is null):
                throw new FormatException($"an item of {items.GetPath()} is null");
            case JsonArray items:
                foreach (var item in items)
                    CheckWhole(item);
                break;
            case JsonObject members:
                foreach (var (_, member) in members)
                    CheckWhole(member);
                break;
        }
    }
}
