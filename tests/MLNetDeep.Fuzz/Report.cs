using System.Globalization;

namespace MLNetDeep.Fuzz;

/// <summary>Counts what became of mutants.</summary>
/// <param name="seed">What they are drawn from.</param>
/// <param name="listed">How many failures are listed.</param>
internal sealed class Report(int seed, int listed)
{
    private const int DetailLength = 3000;
    private readonly SortedDictionary<(string Target, string Kind), int[]> _counts = [];
    private readonly List<Verdict> _failures = [];
    private Verdict? _slowest;
    private Verdict? _largest;

    public int Count { get; private set; }

    public int FailureCount => _failures.Count;

    public void Add(Verdict verdict)
    {
        Count++;
        var kind = verdict.Kind[..verdict.Kind.LastIndexOf(" [", StringComparison.Ordinal)];
        if (!_counts.TryGetValue((verdict.Target, kind), out var counts))
            _counts.Add((verdict.Target, kind), counts = new int[Enum.GetValues<Outcome>().Length]);
        counts[(int)verdict.Outcome]++;
        if (verdict.IsFailure)
            _failures.Add(verdict);
        if (verdict.Milliseconds > (_slowest?.Milliseconds ?? 0))
            _slowest = verdict;
        if (verdict.Bytes > (_largest?.Bytes ?? 0))
            _largest = verdict;
    }

    /// <summary>The table by reader and kind, then failures with how to see them again.</summary>
    public void Write(TextWriter output)
    {
        var outcomes = Enum.GetValues<Outcome>();
        output.WriteLine($"{"reader",-30}{"mutation",-32}{string.Concat(outcomes.Select(outcome => $"{outcome,13}"))}");
        foreach (var ((target, kind), counts) in _counts)
            output.WriteLine(Line(target, kind, counts));
        int[] total = [.. outcomes.Select(outcome => _counts.Values.Sum(counts => counts[(int)outcome]))];
        output.WriteLine(Line("all", "", total));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"slowest: {_slowest?.Milliseconds:N0} ms, number {_slowest?.Number}, {_slowest?.Target}, {_slowest?.Kind}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"largest: {_largest?.Bytes / 1048576.0:N1} MB, number {_largest?.Number}, {_largest?.Target}, {_largest?.Kind}"));
        foreach (var failure in _failures.Take(listed))
            output.WriteLine(Describe(failure));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Count} mutants, {FailureCount} failures"));
    }

    /// <summary>What went wrong, and how to see it again.</summary>
    public string Describe(Verdict failure) => string.Create(
        CultureInfo.InvariantCulture,
        $"{failure.Outcome}: {failure.Target}, {failure.Kind}: ./build.sh fuzz --seed {seed} --first {failure.Number} --count 1\n    ")
        + failure.Detail[..Math.Min(failure.Detail.Length, DetailLength)];

    private static string Line(string target, string kind, int[] counts) => $"{target,-30}{kind,-32}"
        + string.Concat(counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count,13}")));
}
