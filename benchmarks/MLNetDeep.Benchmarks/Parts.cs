using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Benchmarks;

/// <summary>The network and the rows that the benchmarks share.</summary>
internal static class Parts
{
    public const int Inputs = 20;

    public static NetworkSpec Mlp() => new(
        [Inputs], [new LinearSpec(64), new ActivationSpec(Activation.Relu), new LinearSpec(64), new ActivationSpec(Activation.Relu), new LinearSpec(3)]);

    /// <summary>Rows of random numbers, of which the label is the first.</summary>
    public static IDataView Rows(MLContext ml, int count)
    {
        var random = new RandomNumbers(5);
        var rows = new Row[count];
        for (int i = 0; i < count; i++)
        {
            rows[i] = new Row();
            random.Uniform(rows[i].Features);
            rows[i].Label = rows[i].Features[0];
        }

        return ml.Data.LoadFromEnumerable(rows);
    }

    /// <summary>Two hidden layers of 64, one epoch.</summary>
    public static MlpOptions Options(int threads = 1) => new()
    {
        Preset = MlpPreset.Plain,
        HiddenSizes = [64, 64],
        Dropout = 0,
        MaximumEpochCount = 1,
        BatchSize = 128,
        ValidationFraction = 0,
        Diagnose = false,
        ThreadCount = threads,
        Seed = 1,
    };

    internal sealed class Row
    {
        [VectorType(Inputs)]
        public float[] Features { get; set; } = new float[Inputs];

        public float Label { get; set; }
    }
}
