using System.Globalization;
using System.Text.Json;
using MLNetDeep.Plots;

namespace MLNetDeep.AutoML;

/// <summary>One option over all trials of a study.</summary>
/// <param name="Name">Its name, nested keys joined by dots.</param>
/// <param name="Axis">The axis that shows it.</param>
/// <param name="Values">For each trial its number on the axis; NaN where the setting has none.</param>
/// <param name="Texts">For each trial the value as a text; empty where the setting has none.</param>
internal sealed record OptionValues(string Name, AxisSpec Axis, IReadOnlyList<double> Values, IReadOnlyList<string> Texts)
{
    private const double LogarithmicRatio = 50;

    /// <summary>The options that have different values in a study's trials, in the order in which settings name them.</summary>
    public static IReadOnlyList<OptionValues> Of(IReadOnlyList<Trial> trials)
    {
        var rows = trials.Select(trial => Flatten(trial.ParameterJson)).ToArray();
        return
        [
            .. rows.SelectMany(row => row.Select(pair => pair.Name)).Distinct()
                .Select(name => Of(name, [.. rows.Select(row => row.FirstOrDefault(pair => pair.Name == name).Value)]))
                .Where(option => option.Texts.Distinct().Count() > 1),
        ];
    }

    /// <summary>The values of one setting by name, nested keys joined by dots.</summary>
    public static IReadOnlyList<(string Name, JsonElement Value)> Flatten(string parameterJson)
    {
        using var document = JsonDocument.Parse(parameterJson);
        return [.. Flatten(document.RootElement.Clone(), "")];
    }

    /// <summary>A value as people read it.</summary>
    public static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "",
        JsonValueKind.Number => value.GetDouble().ToString("G4", CultureInfo.InvariantCulture),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    private static OptionValues Of(string name, JsonElement[] values)
    {
        string[] texts = [.. values.Select(Show)];
        if (values.All(value => value.ValueKind is JsonValueKind.Number or JsonValueKind.Undefined))
        {
            double[] numbers = [.. values.Select(value => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN)];
            var known = numbers.Where(double.IsFinite).ToArray();
            var isLogarithmic = known.Length > 0 && known.Min() > 0 && known.Max() / known.Min() >= LogarithmicRatio;
            var areWhole = known.All(number => number == Math.Floor(number));
            return new OptionValues(name, new AxisSpec(name) { IsLogarithmic = isLogarithmic, IsWhole = areWhole }, numbers, texts);
        }
        string[] categories = [.. texts.Where(text => text.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        double[] positions = [.. texts.Select(text => text.Length > 0 ? Array.IndexOf(categories, text) : double.NaN)];
        return new OptionValues(name, new AxisSpec(name) { Categories = categories }, positions, texts);
    }

    private static IEnumerable<(string Name, JsonElement Value)> Flatten(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().SelectMany(one => Flatten(one.Value, name.Length == 0 ? one.Name : $"{name}.{one.Name}"))
            : [(name, element)];
}
