using System.Diagnostics;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Comparisons;

/// <summary>Watches resident memory while one fit follows another.</summary>
internal static class MemoryCommand
{
    private const int SampleCount = 24;

    /// <summary>What the second half may take more than the second quarter; a leak of one batch a fit would be hundreds of MB.</summary>
    private const double AllowedGrowth = 6;

    public static int Run(TimeSpan duration)
    {
        NetworkSpec network = Workload.Network(batchNormAndDropout: true);
        TrainingData data = Workload.Data(20 * Workload.Batch);
        var settings = new FitSettings { MaximumEpochCount = 1, BatchSize = Workload.Batch };
        var samples = new List<double>();
        var clock = Stopwatch.StartNew();
        int fits = 0;
        Console.WriteLine("seconds     fits   resident MB");
        for (int i = 1; i <= SampleCount; i++)
        {
            for (; clock.Elapsed < duration * i / SampleCount || fits == 0; fits++)
                TrainingLoop.Run(network, Workload.Head, data, settings with { Seed = fits }, new FitHooks());

            // Only what stays counts, not garbage that waits for the collector.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            samples.Add(Environment.WorkingSet / 1048576.0);
            Console.WriteLine(FormattableString.Invariant($"{clock.Elapsed.TotalSeconds,7:F1} {fits,8} {samples[^1],13:F1}"));
        }

        double early = Median(samples[(SampleCount / 4)..(SampleCount / 2)]);
        double late = Median(samples[^(SampleCount / 4)..]);
        bool flat = late - early <= AllowedGrowth;
        Console.WriteLine(FormattableString.Invariant(
            $"{fits} fits of 20 steps: median {early:F1} MB in the second quarter, {late:F1} in the last: {(flat ? "flat" : "GROWING")}."));
        return flat ? 0 : 1;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
