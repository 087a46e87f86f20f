using System.Collections;
using System.Globalization;

namespace MLNetDeep;

/// <summary>Collects what is wrong with a record of options, so that the user reads all of it at once.</summary>
internal sealed class OptionRules(string owner)
{
    private readonly List<string> _violations = [];

    /// <summary>What was noted so far.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Notes a violation unless <paramref name="holds"/>.</summary>
    public void Require(bool holds, string member, string rule, object? value)
    {
        if (!holds)
            _violations.Add($"{owner}.{member} must be {rule}, but was {Show(value)}.");
    }

    /// <summary>Notes a number that is not finite and above 0; null is no violation.</summary>
    public void RequirePositive(double? value, string member) =>
        Require(value is null || (double.IsFinite(value.Value) && value > 0), member, "finite and above 0", value);

    /// <summary>Notes a number that is not finite and at least 0; null is no violation.</summary>
    public void RequireNotNegative(double? value, string member) =>
        Require(value is null || (double.IsFinite(value.Value) && value >= 0), member, "finite and at least 0", value);

    /// <summary>Lets a part of the options note its own violations, under its member's name; null has none.</summary>
    public void Check<T>(T? part, string member, Action<T, OptionRules> check) where T : class
    {
        if (part is null)
            return;
        var inner = new OptionRules($"{owner}.{member}");
        check(part, inner);
        _violations.AddRange(inner._violations);
    }

    /// <summary>Throws one exception that lists every violation noted.</summary>
    public void ThrowIfBroken()
    {
        if (_violations.Count > 0)
            throw new ArgumentException(string.Join(" ", _violations));
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Show))}]",
        _ => value.ToString() ?? "null",
    };
}
