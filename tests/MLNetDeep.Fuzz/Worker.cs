using System.Globalization;
using MLNetDeep.Fuzz.Targets;

namespace MLNetDeep.Fuzz;

/// <summary>Reads mutants one after another in a process of its own, and tells of each before and after, so that its death is seen.</summary>
internal static class Worker
{
    /// <summary>What stands before a mutant's number when its reading begins.</summary>
    public const string Begin = "begin";

    /// <summary>What stands before the judgement.</summary>
    public const string End = "end";

    /// <summary>Reads mutants.</summary>
    /// <param name="folder">Where the sound files lie.</param>
    /// <param name="seed">What mutants are drawn from, with their number.</param>
    /// <param name="first">Number of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="names">Only these readers; empty for all.</param>
    /// <param name="saved">Where the mutants are to be kept; null for nowhere.</param>
    public static int Run(string folder, int seed, long first, long count, IReadOnlyList<string> names, string? saved = null)
    {
        var targets = names is ["canary"] ? [new CanaryTarget()]
            : Readers.Of(folder).Where(target => names.Count == 0 || names.Contains(target.Name)).ToList();
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        for (var number = first; number < first + count; number++)
        {
            var random = new Random(Mix(seed, number));
            var target = Draw(targets, random);
            var mutant = target.Make(random);
            if (saved is not null)
                File.WriteAllBytes(Path.Combine(saved, FormattableString.Invariant($"mutant-{number}")), mutant.Bytes);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{Begin}\t{number}\t{target.Name}\t{mutant.Kind} [{mutant.Seed}]"));
            var verdict = Verdict.Of(number, target, mutant);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{End}\t{verdict.Number}\t{verdict.Target}\t{verdict.Kind}\t{verdict.Outcome}\t{verdict.Milliseconds:F1}\t{verdict.Bytes}\t")
                + verdict.Detail.ReplaceLineEndings(" | ").Replace('\t', ' '));
        }
        return 0;
    }

    // Neighbours as seeds of Random give first draws that are alike; SplitMix64's finish tears them apart (doi:10.1145/2714064.2660195).
    private static int Mix(int seed, long number)
    {
        unchecked
        {
            var bits = ((ulong)seed << 40) ^ ((ulong)number * 0x9E3779B97F4A7C15);
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return (int)(bits ^ (bits >> 31));
        }
    }

    private static IFuzzTarget Draw(IReadOnlyList<IFuzzTarget> targets, Random random)
    {
        var rest = random.Next(targets.Sum(target => target.Share));
        foreach (var target in targets)
        {
            rest -= target.Share;
            if (rest < 0)
                return target;
        }
        throw new InvalidOperationException("There is no reader.");
    }
}
