using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using MLNetDeep.Cli.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Cli.Commands;

/// <summary>How <c>compare</c> splits the rows and what it measures besides.</summary>
internal sealed record CompareSettings(int Folds, int Repeats, string? Group, string? TimeOrder, string? LearningCurve)
{
    private const string DefaultCurve = "0.1,0.2,0.5";

    private ImmutableArray<double>? Fractions => LearningCurve is null ? [] : ParseFractions(LearningCurve);

    /// <summary>Columns that say how to split, and so are not learnt from.</summary>
    public IReadOnlyList<string> SplitColumns => [.. new[] { Group, TimeOrder }.OfType<string>()];

    public void Check(SettingRules rules)
    {
        rules.Require(Folds is >= 2 and <= 100, "--folds", "from 2 to 100", Folds);
        rules.Require(Repeats is >= 1 and <= 100, "--repeats", "from 1 to 100", Repeats);
        rules.Require(TimeOrder is null || Repeats == 1, "--repeats", "1 with --time-order, for time runs once only", Repeats);
        rules.Require(Fractions is { } parts && parts.All(part => part is > 0 and < 1), "--learning-curve",
            $"parts above 0 and below 1 with commas between, such as {DefaultCurve}", LearningCurve);
    }

    /// <summary>Checks that the columns to split by are there and tell a time.</summary>
    public void CheckColumns(TableProfile profile, string label)
    {
        foreach (var (option, name) in new[] { ("--group", Group), ("--time-order", TimeOrder) })
        {
            if (name is null)
                continue;
            profile.Find(name, $"Column of {option}");
            if (name == label)
                throw new CliException($"Column '{name}' is the label: {option} needs another one.");
        }
        if (Group is not null && Group == TimeOrder)
            throw new CliException($"Column '{Group}' cannot be both the group and the order in time.");
        if (TimeOrder is not null && !profile.Find(TimeOrder, "Column of --time-order").IsNumeric)
        {
            var index = profile.Find(TimeOrder, "Column of --time-order").Index;
            TimeTexts.Parse(profile.Table.Name, TimeOrder, [.. profile.Table.Rows().Select(row => row.Fields[index])]);
        }
    }

    public ComparisonOptions ToOptions(int seed, IProgress<ComparisonProgress> progress)
    {
        var options = new ComparisonOptions
        {
            SamplingKeyColumnName = Group,
            Seed = seed,
            LearningCurveFractions = Fractions ?? [],
            Progress = progress,
        };
        return TimeOrder is null
            ? options with { FoldCount = Folds, RepeatCount = Repeats }
            : options with { Split = new RollingOriginSplit { FoldCount = Folds, TimeColumnName = TimeOrder } };
    }

    private static ImmutableArray<double>? ParseFractions(string text)
    {
        var parts = new List<double>();
        foreach (var part in text.Split(','))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction))
                return null;
            parts.Add(fraction);
        }
        return [.. parts];
    }

    /// <summary>The options on the command line.</summary>
    public sealed class CommandOptions
    {
        private readonly Option<int> _folds = NewOption.Default("--folds", "N", 5, "Parts to split the rows into.");

        private readonly Option<int> _repeats =
            NewOption.Default("--repeats", "N", 1, "How often to split anew; more make tests and intervals steadier.");

        private readonly Option<string?> _group =
            NewOption.Optional<string>("--group", "COLUMN", "Rows with the same value stay together; not learnt from.");

        private readonly Option<string?> _timeOrder =
            NewOption.Optional<string>("--time-order", "COLUMN", "Learn from the past, test on what follows; not learnt from.");

        private readonly Option<string?> _curve = NewOption.Optional<string>("--learning-curve", "PARTS",
            $"Learn from parts of the rows too, by default {DefaultCurve}, to see whether more would help.");

        public void AddTo(Command command)
        {
            _curve.Arity = ArgumentArity.ZeroOrOne;
            foreach (var option in new Option[] { _folds, _repeats, _group, _timeOrder, _curve })
                command.Add(option);
        }

        public CompareSettings Read(ParseResult parsed) => new(
            parsed.GetValue(_folds), parsed.GetValue(_repeats), parsed.GetValue(_group), parsed.GetValue(_timeOrder),
            parsed.GetResult(_curve) is null ? null : parsed.GetValue(_curve) ?? DefaultCurve);
    }
}
