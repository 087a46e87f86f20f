using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.AutoML.Tests.Running;

/// <summary>Small rows to learn from: two classes that two of four features tell apart, with some noise.</summary>
internal sealed class StudyData
{
    public bool Label { get; set; }

    public float Target { get; set; }

    public float Group { get; set; }

    [VectorType(4)]
    public float[] Raw { get; set; } = [];

    /// <summary>Rows that depend on the seed alone.</summary>
    public static IDataView Make(int count = 240, int seed = 5)
    {
        var random = new Random(seed);
        var rows = new StudyData[count];
        for (int i = 0; i < count; i++)
        {
            float[] raw = [.. Enumerable.Range(0, 4).Select(_ => (float)((random.NextDouble() * 4) - 2))];
            double signal = raw[0] - (raw[1] * raw[1]) + 0.6 + (0.7 * (random.NextDouble() - 0.5));
            rows[i] = new StudyData { Label = signal > 0, Target = (float)signal, Group = i / 4, Raw = raw };
        }

        return new MLContext(1).Data.LoadFromEnumerable(rows);
    }
}
