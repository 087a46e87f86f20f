using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.SearchSpace.Option;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>A search space as JSON: what workers compare before they work on one study.</summary>
internal static class SpaceText
{
    /// <summary>Describes a space and what it holds, in the order of the names.</summary>
    public static string Write(SearchSpace space) => Describe(space).ToJsonString();

    /// <summary>Whether some option has more than one value.</summary>
    public static bool HasChoice(SearchSpace space) => space.Values.Any(option => option switch
    {
        SearchSpace nested => HasChoice(nested),
        ChoiceOption choice => choice.Choices.Length > 1,
        UniformNumericOption number => number.Max > number.Min,
        _ => true,
    });

    /// <summary>The space that a text describes, without conditions: they are not written.</summary>
    public static SearchSpace Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ReadSpace(document.RootElement);
    }

    private static SearchSpace ReadSpace(JsonElement element)
    {
        var space = new SearchSpace();
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (ReadOption(member.Value) is { } option)
                space.Add(member.Name, option);
        }

        return space;
    }

    private static OptionBase? ReadOption(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        if (element.TryGetProperty("choices", out JsonElement choices) && choices.ValueKind == JsonValueKind.Array)
            return new ChoiceOption([.. choices.EnumerateArray().Select(ReadChoice)]);
        if (!element.TryGetProperty("type", out JsonElement type) || type.ValueKind != JsonValueKind.String)
            return ReadSpace(element);
        if (!element.TryGetProperty("from", out JsonElement from))
            return null;
        (double low, double high) = (from.GetDouble(), element.GetProperty("to").GetDouble());
        bool isLogarithmic = element.GetProperty("log").GetBoolean();
        return type.GetString() switch
        {
            "int" => new UniformIntOption((int)low, (int)high, isLogarithmic),
            "float" => new UniformSingleOption((float)low, (float)high, isLogarithmic),
            _ => new UniformDoubleOption(low, high, isLogarithmic),
        };
    }

    private static object ReadChoice(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => value.TryGetInt32(out int whole) ? whole : value.GetDouble(),
    };

    private static JsonObject Describe(SearchSpace space)
    {
        var members = new JsonObject();
        foreach ((string name, OptionBase option) in space.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            members[name] = Describe(option);
        return members;
    }

    private static JsonObject Describe(OptionBase option) => option switch
    {
        SearchSpace nested => Describe(nested),
        ChoiceOption choice => new JsonObject
        {
            ["choices"] = new JsonArray([.. choice.Choices.Select(value => JsonSerializer.SerializeToNode(value))]),
            ["start"] = Start(option),
        },
        UniformNumericOption number => new JsonObject
        {
            ["type"] = number is UniformIntOption ? "int" : number is UniformSingleOption ? "float" : "double",
            ["from"] = number.Min,
            ["to"] = number.Max,
            ["log"] = number.LogBase,
            ["start"] = Start(option),
        },
        _ => new JsonObject { ["type"] = option.GetType().Name },
    };

    private static JsonArray Start(OptionBase option) => new([.. (option.Default ?? []).Select(value => JsonValue.Create(value))]);
}
