using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;

/// <summary>Fits a table that the heap cannot hold, in memory and streamed, and a small one: run with a limit on the heap.</summary>
internal static class TightMemory
{
    private const int RowCount = 120_000; // of 64 numbers: 31 MB as read, and once more when encoded

    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        var trainers = ml.Regression.Trainers;
        var options = new MlpOptions
        {
            Preset = MlpPreset.Plain,
            HiddenSizes = [4],
            MaximumEpochCount = 1,
            BatchSize = 4096,
            Seed = 1,
        };
        var small = ml.Data.LoadFromEnumerable(Rows(100));
        var before = FitAndScore();
        try
        {
            trainers.Mlp(options with { MemoryBudget = long.MaxValue }).Fit(ml.Data.LoadFromEnumerable(Rows(RowCount)));
            Console.WriteLine("it fits");
        }
        catch (OutOfMemoryException)
        {
            Console.WriteLine("out of memory");
        }
        Console.WriteLine($"small again: {before.SequenceEqual(FitAndScore())}");
        var shape = trainers.Mlp(options).Fit(ml.Data.LoadFromEnumerable(Rows(RowCount))).Model.Training.Data;
        Console.WriteLine($"streamed {shape.TrainingRowCount + shape.ValidationRowCount}");

        float[] FitAndScore() => [.. trainers.Mlp(options).Fit(small).Transform(small).GetColumn<float>("Score")];
    }

    private static IEnumerable<WideRow> Rows(int count)
    {
        var row = new WideRow();
        for (var i = 0; i < count; i++)
        {
            for (var slot = 0; slot < row.Features.Length; slot++)
                row.Features[slot] = (i + slot) % 17;
            row.Label = row.Features[0] + row.Features[1];
            yield return row;
        }
    }

    private sealed class WideRow
    {
        [VectorType(64)]
        public float[] Features { get; set; } = new float[64];

        public float Label { get; set; }
    }
}
