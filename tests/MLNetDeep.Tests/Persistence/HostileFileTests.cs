using System.Diagnostics;
using MLNetDeep.Fuzz;

namespace MLNetDeep.Tests.Persistence;

/// <summary>A small part of <c>./build.sh fuzz</c>, and proof that the fuzzer sees what it looks for.</summary>
public sealed class HostileFileTests
{
    private static readonly Dictionary<string, Outcome> Faults = new()
    {
        ["sound"] = Outcome.Same,
        ["refuses"] = Outcome.Refused,
        ["silent"] = Outcome.Silent,
        ["undocumented"] = Outcome.Undocumented,
        ["greedy"] = Outcome.Greedy,
        ["crashes"] = Outcome.Crash,
        ["hangs"] = Outcome.Hang,
    };

    [Fact]
    public async Task DamagedAndForgedFilesAreRefusedOrHarmless()
    {
        using var fuzzer = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(Runner).Assembly.Location, "--count", "1500", "--seed", "20", "--limit", "120"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = fuzzer.StandardError.ReadToEndAsync();
        var output = await fuzzer.StandardOutput.ReadToEndAsync();
        await fuzzer.WaitForExitAsync();
        Assert.EndsWith("1500 mutants, 0 failures", (output + (output == "" ? await errors : "")).TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(0, fuzzer.ExitCode);
    }

    [Fact]
    public async Task TheFuzzerSeesEveryFault()
    {
        var seen = new Dictionary<string, Outcome>();
        var runner = new Runner(Path.GetTempPath(), seed: 1, TimeSpan.FromSeconds(3), ["canary"]);
        await foreach (var verdict in runner.Run(first: 0, count: CanaryCount))
            seen[verdict.Kind[..verdict.Kind.IndexOf(' ', StringComparison.Ordinal)]] = verdict.Outcome;
        Assert.Equal(Faults.OrderBy(fault => fault.Key), seen.OrderBy(fault => fault.Key));
    }

    // So many that every fault is drawn.
    private const int CanaryCount = 14;
}
