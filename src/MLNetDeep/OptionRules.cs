using System.Collections;
using System.Globalization;

namespace MLNetDeep;

/// <summary>Collects what is wrong with a record of options, so that the user reads all of it at once.</summary>
internal sealed class OptionRules(string owner)
{
    private readonly List<string> _violations = [];

    /// <summary>Notes a violation unless <paramref name="holds"/>.</summary>
    public void Require(bool holds, string member, string rule, object? value)
    {
        if (!holds)
            _violations.Add($"{owner}.{member} must be {rule}, but was {Show(value)}.");
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
