using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Parity;

/// <summary>When two numbers of an observation count as equal, and how many of its entries may differ.</summary>
/// <param name="Relative">Allowed difference as a share of the official number.</param>
/// <param name="Absolute">Allowed difference as such.</param>
/// <param name="FreeEntries">How many entries may differ.</param>
internal sealed partial record Rule(double Relative, double Absolute = 0, int FreeEntries = 0)
{
    private static readonly string[] Exact = ["option", "space", "parameter", "sweepable", "pipeline", "catalog", "infer"];
    private static readonly string[] Stochastic = ["sdca", "averagedperceptron", "fastforest"];

    /// <summary>Errors in the unit of the label, after R², are compared by their share.</summary>
    private Rule? AfterFirst { get; init; }

    /// <summary>The rule of an observation, by its name: task/trainer/cv is cross-validated, all else is exact to rounding.</summary>
    public static Rule Of(string name)
    {
        if (name == "binary/pfi")
            return new Rule(0, FreeEntries: 1);
        if (Exact.Contains(name.Split('/')[0]))
            return new Rule(1e-6);
        if (name.Split('/') is not [var task, var trainer, "cv"])
            return new Rule(1e-5);
        var (metric, error) = Stochastic.Any(trainer.StartsWith) ? (0.01, 0.03) : (0.003, 0.01);
        return new Rule(0, metric) { AfterFirst = task == "regression" ? new Rule(error) : null };
    }

    /// <summary>
    /// What of an observation the clock does not decide. The tuner that weighs what trials cost asks the clock: its first proposal is
    /// given, and the order of events, but not what it proposes then, nor which trial is the best.
    /// </summary>
    public static JsonNode? WithoutClock(string name, JsonNode? observation) => (name, observation) switch
    {
        ("experiment/eci/best", JsonObject best) => new JsonObject(best.Where(member => member.Key is not ("Metric" or "Loss"))
            .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))),
        ("experiment/eci/events", JsonArray events) => new JsonArray(
        [
            .. events.Take(3).Select(text => text?.DeepClone()),
            .. events.Skip(3).Select(text => string.Join(' ', text!.GetValue<string>().Split(' ').Take(2)))
                .Where(text => !text.StartsWith("best", StringComparison.Ordinal)).Select(text => JsonValue.Create(text)),
        ]),
        _ => observation,
    };

    public bool AreEqual(double official, double observed, int position)
    {
        if (position > 0 && AfterFirst is { } rest)
            return rest.AreEqual(official, observed, 0);
        return official.Equals(observed) || Math.Abs(official - observed) <= Absolute + Relative * Math.Abs(official);
    }

    /// <summary>Texts are equal when they agree but for their numbers, and those by the rule.</summary>
    public bool AreEqual(string official, string observed)
    {
        if (official == observed)
            return true;
        var (numbers, others) = (Numbers().Matches(official), Numbers().Matches(observed));
        return numbers.Count == others.Count
            && Numbers().Replace(official, "#") == Numbers().Replace(observed, "#")
            && numbers.Zip(others).All(pair => AreEqual(Parse(pair.First.Value), Parse(pair.Second.Value), 0));
    }

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-?\d+(\.\d+)?([eE][-+]?\d+)?")]
    private static partial Regex Numbers();
}
