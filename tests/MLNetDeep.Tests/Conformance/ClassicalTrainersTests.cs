using System.Text;
using MLNetDeep.Conformance;

namespace MLNetDeep.Tests.Conformance;

/// <summary>ML.NET's own trainers × every check of the package; what they fall short of is listed for readers.</summary>
public sealed class ClassicalTrainersTests
{
    private const string Listing = "benchmarks/results/conformance.md";

    public static TheoryData<string> Names { get; } = [.. ClassicalTrainers.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Trainer_falls_short_of_what_is_listed_and_of_nothing_else(string name)
    {
        var report = ConformanceSuite.Check(ClassicalTrainers.All[name] with { KnownGaps = ClassicalGaps.Of(name) });
        // Whichever packages these are: what only some were seen to fall short of, others may pass.
        var failures = report.Failures.Where(result => result.Outcome != CheckOutcome.StaleGap || !IsOfficialOnly(name, result.Check));
        Assert.Empty(failures);
    }

    [Fact]
    public void Gaps_name_trainers_and_checks()
    {
        Assert.All(ClassicalGaps.All, gap => Assert.Contains(gap.Check, ConformanceSuite.Checks.Select(check => check.Name)));
        Assert.All(ClassicalGaps.All.SelectMany(gap => gap.Trainers), trainer => Assert.Contains(trainer, ClassicalTrainers.All.Keys));
    }

    [Fact]
    public void Listing_is_what_was_found()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Conformance", "conformance.md");
        var expected = File.ReadAllText(path);
        var actual = Describe();
        if (expected == actual)
            return;
        var received = Path.ChangeExtension(path, ".received.md");
        File.WriteAllText(received, actual);
        Assert.Fail($"{Listing} is not what was found. If the gaps are right: cp '{received}' {Listing}");
    }

    private static bool IsOfficialOnly(string trainer, string check)
        => ClassicalGaps.All.Any(gap => gap.IsOfficialOnly && gap.Check == check && gap.Trainers.Contains(trainer));

    private static string Describe()
    {
        var text = new StringBuilder();
        text.Append("""
            # Conformance of ML.NET's own trainers

            What the checks of `MLNetDeep.Conformance` find when they are run on classical trainers, each with settings for a small table
            and one thread. `✗`: falls short, with the official packages, version 5.0.0, as with the portable ones of this repository; `o`:
            falls short with the official packages only; `✓`: passes; `–`: does not apply: nothing of the kind is claimed. Our own trainers
            pass all of them. A test runs the suite and compares this file.


            """);
        string[] names = [.. ClassicalTrainers.All.Keys];
        text.Append($"| check |{string.Concat(names.Select((_, i) => $" {i + 1} |"))}\n");
        text.Append($"|---|{string.Concat(names.Select(_ => "---|"))}\n");
        foreach (var check in ConformanceSuite.Checks)
            text.Append($"| `{check.Name}` |{string.Concat(names.Select(name => $" {Mark(name, check)} |"))}\n");
        text.Append('\n');
        foreach (var (i, name) in names.Index())
            text.Append($"{i + 1}. {name}\n");
        text.Append("\n## What they do instead\n\n");
        foreach (var gap in ClassicalGaps.All)
        {
            var whose = gap.Trainers.Count == names.Length ? "all" : string.Join(", ", gap.Trainers);
            text.Append($"- `{gap.Check}`: {gap.Reason} ({whose}{(gap.IsOfficialOnly ? "; official packages only" : "")})\n");
        }
        text.Append("\n## What the checks demand\n\n");
        foreach (var check in ConformanceSuite.Checks)
            text.Append($"- `{check.Name}`: {check.Purpose}\n");
        return text.ToString();
    }

    private static string Mark(string trainer, ConformanceCheck check)
    {
        var subject = ClassicalTrainers.All[trainer];
        // A Boolean label is never missing.
        if ((check.Needs & ~subject.Capabilities) != 0 || (check.Name == "missing_label_is_refused" && subject.Task == TaskData.Binary))
            return "–";
        return !ClassicalGaps.Of(trainer).ContainsKey(check.Name) ? "✓" : IsOfficialOnly(trainer, check.Name) ? "o" : "✗";
    }
}
