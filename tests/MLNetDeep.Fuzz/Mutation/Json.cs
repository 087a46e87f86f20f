using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLNetDeep.Fuzz.Mutation;

/// <summary>Edits JSON so that it stays JSON, or nearly.</summary>
internal static class Json
{
    private static readonly string[] Literals =
    [
        "0", "-1", "1", "2", "3", "2147483647", "-2147483648", "4294967296", "9223372036854775807", "1e400", "1e-400", "0.5", "1e9", "65536",
        "null", "true", "\"\"", "\"NaN\"", "\"Infinity\"", "[]", "{}", "[null]", "\"x\"", "16777216", "1000000",
    ];

    /// <summary>An edited copy.</summary>
    public static byte[] Edit(byte[] file, Random random)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(file);
        }
        catch (JsonException)
        {
            return ByteDamage.Of("bytes", file, random);
        }
        var places = new List<JsonNode>();
        Collect(root, places);
        if (places.Count == 0)
            return ByteDamage.Of("bytes", file, random);
        for (var change = random.Next(1, 3); change > 0; change--)
            Edit(places[random.Next(places.Count)], places, random);
        var text = root!.ToJsonString();
        return Encoding.UTF8.GetBytes(random.Next(12) switch
        {
            0 => Nest(text, random),
            1 => Repeat(text, random),
            _ => text,
        });
    }

    private static void Collect(JsonNode? node, List<JsonNode> places)
    {
        if (node is null)
            return;
        if (node.Parent is not null)
            places.Add(node);
        foreach (var child in node is JsonObject members ? members.Select(member => member.Value) : node as JsonArray ?? [])
            Collect(child, places);
    }

    private static void Edit(JsonNode place, List<JsonNode> places, Random random)
    {
        if (place.Parent is null) // an edit before took it out
            return;
        switch (random.Next(8))
        {
            case 0:
                Remove(place);
                break;
            case 1:
                place.ReplaceWith(places[random.Next(places.Count)].DeepClone());
                break;
            case 2 when place.Parent is JsonArray array:
                var copies = random.Next(10) == 0 ? 5000 : 1;
                for (var copy = 0; copy < copies; copy++)
                    array.Add(place.DeepClone());
                break;
            case 3 when place.Parent is JsonObject members:
                members[(random.Next(2) == 0 ? "$type" : "kind") + random.Next(3)] = place.DeepClone();
                break;
            case 4 when place is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out double number):
                place.ReplaceWith(JsonValue.Create(Math.Round(number * (random.NextDouble() * 4))));
                break;
            default:
                var literal = Literals[random.Next(Literals.Length)];
                place.ReplaceWith(JsonNode.Parse(literal));
                break;
        }
    }

    private static void Remove(JsonNode place)
    {
        if (place.Parent is JsonObject members)
            members.Remove(place.GetPropertyName());
        else
            place.Parent!.AsArray().RemoveAt(place.GetElementIndex());
    }

    private static string Nest(string text, Random random)
    {
        var depth = random.Next(1, 200_000);
        return random.Next(2) == 0
            ? new string('[', depth) + text + new string(']', depth)
            : string.Concat(Enumerable.Repeat("{\"layers\":[", depth / 10)) + text;
    }

    // The first member stands twice, its second value another.
    private static string Repeat(string text, Random random)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || text[0] != '{' ? text : $"{{{text[1..colon]}:{Literals[random.Next(Literals.Length)]},{text[1..]}";
    }
}
