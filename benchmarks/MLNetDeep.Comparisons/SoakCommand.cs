using System.CommandLine;
using System.Diagnostics;
using MLNetDeep.Tests.Faults;

namespace MLNetDeep.Comparisons;

/// <summary>Everything on many threads for minutes: what is there at the end that was not there when all had run for a while?</summary>
internal static class SoakCommand
{
    private const int SampleCount = 40;
    private const double AllowedShare = 0.03;
    private const double AllowedMegabytes = 10;

    public static Command Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long.", DefaultValueFactory = _ => 5 };
        var threads = new Option<int>("--threads")
        {
            Description = "That fit and score at once.",
            DefaultValueFactory = _ => Math.Max(2, Environment.ProcessorCount),
        };
        var command = new Command("soak", "Fits, loads and predictions on many threads; fails when memory grows or tensors stay.")
        {
            minutes, threads,
        };
        command.SetAction(parsed => Run(TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(threads)));
        return command;
    }

    private static int Run(TimeSpan duration, int threadCount)
    {
        var soak = new Soak(threadCount);
        var clock = Stopwatch.StartNew();
        var samples = new List<SoakSample>();
        var threads = soak.Start(_ => clock.Elapsed < duration);
        Console.WriteLine("seconds   whole  cancelled  failed  shared  resident MB  managed MB  threads");
        for (int i = 1; i <= SampleCount && soak.Problems.Count == 0; i++)
        {
            TimeSpan wait = (duration * i / SampleCount) - clock.Elapsed;
            if (wait > TimeSpan.Zero)
                Thread.Sleep(wait);
            samples.Add(SoakSample.Take());
            if (i % (SampleCount / 10) == 0)
                Print(clock.Elapsed, soak, samples[^1]);
        }

        foreach (Thread thread in threads)
            thread.Join();
        return Judge(soak, samples, SoakSample.Take());
    }

    private static void Print(TimeSpan time, Soak soak, SoakSample sample)
    {
        string counts = FormattableString.Invariant(
            $"{time.TotalSeconds,7:F0} {soak.WholeFits,7} {soak.CancelledFits,10} {soak.FailedFits,7} {soak.SharedScores,7}");
        Console.WriteLine(FormattableString.Invariant(
            $"{counts} {sample.ResidentMegabytes,12:F1} {sample.ManagedMegabytes,11:F1} {sample.Threads,8}"));
    }

    private static int Judge(Soak soak, List<SoakSample> samples, SoakSample end)
    {
        foreach (string problem in soak.Problems)
            Console.WriteLine(problem);
        bool flat = samples.Count == SampleCount && IsFlat(samples);
        bool clean = soak.LiveTensors == 0 && end.TrainingThreads == 0;
        Console.WriteLine(FormattableString.Invariant(
            $"At the end: {soak.LiveTensors} live tensors, {end.TrainingThreads} threads of fits, {end.Threads} threads in all."));
        bool passed = flat && clean && soak.Problems.Count == 0;
        Console.WriteLine(passed ? "Flat memory, the same scores, nothing left: passed." : "FAILED.");
        return passed ? 0 : 1;
    }

    private static bool IsFlat(List<SoakSample> samples)
    {
        double[] resident = Quarters(samples, sample => sample.ResidentMegabytes);
        double[] managed = Quarters(samples, sample => sample.ManagedMegabytes);
        Console.WriteLine($"Medians of the quarters, resident: {Text(resident)} MB; managed: {Text(managed)} MB.");
        return resident[3] <= (resident[1] * (1 + AllowedShare)) + AllowedMegabytes;
    }

    private static double[] Quarters(List<SoakSample> samples, Func<SoakSample, double> value) =>
        [.. samples.Select(value).Chunk(SampleCount / 4).Select(quarter => quarter.Order().ElementAt(quarter.Length / 2))];

    private static string Text(double[] values) => string.Join(' ', values.Select(value => FormattableString.Invariant($"{value:F1}")));
}
