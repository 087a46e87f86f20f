using System.Text.Json;
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
}
