using System.Collections.Immutable;

namespace MLNetDeep.Forecasting;

/// <summary>What the names of columns must be, in the options of all forecasters.</summary>
internal sealed class ForecastColumnRules(OptionRules rules)
{
    private readonly List<string> _taken = [];

    /// <summary>Checks the columns that are added.</summary>
    public void CheckOutputs(string output, string? lower, string? upper)
    {
        rules.Require(!string.IsNullOrEmpty(output), nameof(ForecastOptions.OutputColumnName), "a column name", output);
        CheckOptional(lower, nameof(ForecastOptions.LowerBoundColumnName));
        CheckOptional(upper, nameof(ForecastOptions.UpperBoundColumnName));
        string[] given = [.. new[] { output, lower, upper }.OfType<string>()];
        var areDifferent = given.Distinct().Count() == given.Length;
        rules.Require(areDifferent, nameof(ForecastOptions.OutputColumnName), "another column than the bounds, which differ, too", output);
    }

    /// <summary>Checks the targets, and what tells rows apart.</summary>
    public void CheckRows(ImmutableArray<string> targets, string? series, string? time)
    {
        CheckOptional(series, nameof(ForecastOptions.SeriesColumnName));
        CheckOptional(time, nameof(ForecastOptions.TimeColumnName));
        _taken.AddRange(new[] { series, time }.OfType<string>());
        var isEmpty = targets is { IsDefault: false, IsEmpty: true };
        rules.Require(!isEmpty, nameof(ForecastOptions.InputColumnNames), "at least one column name", targets);
        CheckNames(targets, nameof(ForecastOptions.InputColumnNames));
    }

    /// <summary>Checks further columns that are read; they must be others than those before.</summary>
    public void CheckNames(ImmutableArray<string> names, string member)
    {
        rules.Require(!names.IsDefault, member, "a list of column names", null);
        if (names.IsDefaultOrEmpty)
            return;
        rules.Require(!names.Any(string.IsNullOrEmpty), member, "column names", names);
        rules.Require(names.Distinct().Count() == names.Length, member, "different names", names);
        // A target as something known in advance would be the answer itself.
        rules.Require(!names.Any(_taken.Contains), member, $"other columns than {string.Join(", ", _taken)}", names);
        _taken.AddRange(names.Where(name => !_taken.Contains(name)));
    }

    private void CheckOptional(string? name, string member) => rules.Require(name != "", member, "a column name or null", name);
}
