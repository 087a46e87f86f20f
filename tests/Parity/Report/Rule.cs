using System.Globalization;
using System.Text.RegularExpressions;

namespace Parity;

/// <summary>When two numbers of an observation count as equal, and how many of its entries may differ.</summary>
/// <param name="Relative">Allowed difference as a share of the official number.</param>
/// <param name="Absolute">Allowed difference as such.</param>
/// <param name="FreeEntries">How many entries may differ.</param>
internal sealed partial record Rule(double Relative, double Absolute = 0, int FreeEntries = 0)
{
    private static readonly string[] Stochastic = ["sdca", "averagedperceptron", "fastforest"];

    /// <summary>Errors in the unit of the label, after R², are compared by their share.</summary>
    private Rule? AfterFirst { get; init; }

    /// <summary>The rule of an observation, by its name: task/trainer/cv is cross-validated, all else is exact to rounding.</summary>
    public static Rule Of(string name)
    {
        if (name == "binary/pfi")
            return new Rule(0, FreeEntries: 1);
        if (name.Split('/') is not [var task, var trainer, "cv"])
            return new Rule(1e-5);
        var (metric, error) = Stochastic.Any(trainer.StartsWith) ? (0.01, 0.03) : (0.003, 0.01);
        return new Rule(0, metric) { AfterFirst = task == "regression" ? new Rule(error) : null };
    }

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
