using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace MLNetDeep.Fuzz;

/// <summary>Has mutants read by one child process after another, and starts a new one behind every mutant that kills or stops it.</summary>
/// <param name="folder">Where the sound files lie.</param>
/// <param name="seed">What mutants are drawn from.</param>
/// <param name="limit">How long one mutant may take.</param>
/// <param name="targets">Only these readers; empty for all.</param>
internal sealed class Runner(string folder, int seed, TimeSpan limit, IReadOnlyList<string> targets)
{
    // A fresh process now and then keeps what one mutant leaves behind from hiding what the next does.
    private const long BatchSize = 10_000;

    // .NET's own limit: a reader that wants more gets an OutOfMemoryException, and the machine stays alive.
    private const string HeapLimit = "0x60000000";

    /// <summary>Reads mutants and tells of each.</summary>
    public async IAsyncEnumerable<Verdict> Run(long first, long count)
    {
        var end = first + count;
        while (first < end)
        {
            await foreach (var verdict in Batch(first, Math.Min(BatchSize, end - first)))
            {
                first = verdict.Number + 1;
                yield return verdict;
            }
        }
    }

    private async IAsyncEnumerable<Verdict> Batch(long first, long count)
    {
        using var process = Start(first, count);
        var lines = Channel.CreateUnbounded<string>();
        var errors = process.StandardError.ReadToEndAsync();
        var reading = Forward(process.StandardOutput, lines.Writer);
        string[]? begun = null;
        var done = 0L;
        while (done < count)
        {
            var (line, timedOut) = await Next(lines.Reader, begun is null ? TimeSpan.FromMinutes(2) : limit);
            if (line is null)
            {
                if (timedOut)
                    process.Kill();
                await process.WaitForExitAsync();
                if (begun is null)
                    throw new InvalidOperationException($"The reading process ended before it began:\n{await errors}");
                yield return Lost(begun, timedOut ? Outcome.Hang : Outcome.Crash, timedOut ? "" : await errors);
                break;
            }
            var fields = line.Split('\t');
            if (fields[0] == Worker.Begin)
            {
                begun = fields;
                continue;
            }
            begun = null;
            done++;
            yield return Parse(fields);
        }
        await reading;
        await process.WaitForExitAsync();
    }

    private static async Task<(string? Line, bool TimedOut)> Next(ChannelReader<string> lines, TimeSpan limit)
    {
        using var clock = new CancellationTokenSource(limit);
        try
        {
            return (await lines.ReadAsync(clock.Token), false);
        }
        catch (OperationCanceledException)
        {
            return (null, true);
        }
        catch (ChannelClosedException)
        {
            return (null, false);
        }
    }

    private static async Task Forward(StreamReader output, ChannelWriter<string> lines)
    {
        while (await output.ReadLineAsync() is { } line)
            await lines.WriteAsync(line);
        lines.Complete();
    }

    private Verdict Lost(string[] begun, Outcome outcome, string detail) => new(
        long.Parse(begun[1], CultureInfo.InvariantCulture), begun[2], begun[3], outcome, limit.TotalMilliseconds, 0, detail.ReplaceLineEndings(" | "));

    private static Verdict Parse(string[] fields) => new(
        long.Parse(fields[1], CultureInfo.InvariantCulture), fields[2], fields[3], Enum.Parse<Outcome>(fields[4]),
        double.Parse(fields[5], CultureInfo.InvariantCulture), long.Parse(fields[6], CultureInfo.InvariantCulture), fields[7]);

    private Process Start(long first, long count)
    {
        string[] arguments =
        [
            typeof(Runner).Assembly.Location, "read", folder,
            .. new[] { seed, first, count }.Select(number => number.ToString(CultureInfo.InvariantCulture)),
            .. targets,
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return Process.Start(start)!;
    }
}
