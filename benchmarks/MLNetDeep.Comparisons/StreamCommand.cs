using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Training;

namespace MLNetDeep.Comparisons;

/// <summary>Trains on rows that are made while they are read: more than fit into the budget, and as many as do, both ways.</summary>
internal static class StreamCommand
{
    private const int FeatureCount = 20;
    private const long Megabyte = 1 << 20;

    public static int Run(int rows, int megabytes, int smallRows)
    {
        long budget = megabytes * Megabyte;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{FeatureCount} features, budget {megabytes} MB, one epoch, MLP 64-64"));
        Console.WriteLine("rows        way         seconds     rows/s   validation R²   peak resident MB");
        // The large fit first: the peak is the process's, and what follows must not be counted to it.
        Fit("streamed", rows, budget);
        double peak = PeakMegabytes();
        double streamed = Fit("streamed", smallRows, 16 * Megabyte);
        double inMemory = Fit("in memory", smallRows, long.MaxValue);
        bool isWithin = peak <= megabytes;
        bool isAsGood = streamed > inMemory - 0.02;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"The whole process took {peak:F0} MB for {rows:N0} rows: {(isWithin ? "within" : "BEYOND")} the budget. "
            + $"Streamed is {(isAsGood ? "as good as" : "WORSE than")} in memory."));
        return isWithin && isAsGood ? 0 : 1;
    }

    private static double Fit(string way, int rows, long budget)
    {
        var ml = new MLContext(seed: 1);
        var options = new MlpOptions
        {
            HiddenSizes = [64, 64],
            Dropout = 0,
            WeightDecay = 0,
            MaximumEpochCount = 1,
            BatchSize = 1024,
            MemoryBudget = budget,
            ValidationFraction = 0.05,
            ThreadCount = 1,
            Seed = 1,
        };
        var clock = Stopwatch.StartNew();
        DeepPredictionTransformer model = ml.Regression.Trainers.Mlp(options).Fit(ml.Data.LoadFromEnumerable(Rows(rows)));
        double seconds = clock.Elapsed.TotalSeconds;
        double explained = 1 - model.Model.History.Epochs[0].ValidationLoss; // targets are standardised
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{rows,10:N0}  {way,-10} {seconds,8:F1} {rows / seconds,10:N0} {explained,15:F4} {PeakMegabytes(),18:F0}"));
        return explained;
    }

    /// <summary>A smooth function of some features, sorted by one of them: without shuffling nothing would be learned.</summary>
    private static IEnumerable<Row> Rows(int count)
    {
        var random = new RandomNumbers(7);
        var row = new Row();
        for (int i = 0; i < count; i++)
        {
            random.Uniform(row.Features);
            row.Features[0] = (float)i / count;
            float[] x = row.Features;
            row.Label = 4 * x[0] * x[0] + MathF.Sin(6 * x[1]) + 2 * x[2] * x[3] - x[4] + 0.1f * x[5];
            yield return row;
        }
    }

    /// <summary>The most memory that the process has held at once, by the kernel's own count where it tells.</summary>
    private static double PeakMegabytes()
    {
        string? line = File.Exists("/proc/self/status")
            ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            : null;
        return line is null
            ? Process.GetCurrentProcess().PeakWorkingSet64 / (double)Megabyte
            : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private sealed class Row
    {
        [VectorType(FeatureCount)]
        public float[] Features { get; set; } = new float[FeatureCount];

        public float Label { get; set; }
    }
}
