using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MLNetDeep.Persistence;

namespace MLNetDeep.Networks;

/// <summary>Reads and writes <see cref="NetworkSpec"/> strictly: what is unknown or missing is refused by name, never guessed.</summary>
internal static class NetworkJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        WriteIndented = true,
        NewLine = "\n",
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { ModelJson.RefuseNull } },
    };

    public static string Write(NetworkSpec network) => JsonSerializer.Serialize(
        new Document(network.InputShape, network.Layers, network.Views.Count == 0 ? null : network.Views), Options);

    public static NetworkSpec Read(string json) => Read(() => JsonSerializer.Deserialize<Document>(json, Options));

    public static NetworkSpec Read(JsonObject json) => Read(() => json.Deserialize<Document>(Options));

    private static NetworkSpec Read(Func<Document?> parse)
    {
        try
        {
            Document document = parse() ?? throw new JsonException("The JSON value is null.");
            if (document.Layers.Any(layer => layer is null))
                throw new JsonException("A layer is null.");
            if (document.Views is { } views && views.Any(view => view is null))
                throw new JsonException("A view is null.");
            return new NetworkSpec(document.InputShape, document.Layers, document.Views);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new FormatException($"The network description cannot be read: {error.Message}", error);
        }
    }

    private sealed record Document(
        IReadOnlyList<int> InputShape,
        IReadOnlyList<LayerSpec> Layers,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<TestTimeView>? Views = null);
}
