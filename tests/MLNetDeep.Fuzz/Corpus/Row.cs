using Microsoft.ML.Data;

namespace MLNetDeep.Fuzz.Corpus;

/// <summary>A row with something for every kind of model.</summary>
internal sealed class Row
{
    [VectorType(6)]
    public float[] Features { get; set; } = [];

    [VectorType(1, 8, 8)]
    public float[] Pixels { get; set; } = [];

    [VectorType(16)]
    public float[] Signal { get; set; } = [];

    [VectorType]
    public string[] Words { get; set; } = [];

    [VectorType(2)]
    public bool[] Labels { get; set; } = [];

    public string City { get; set; } = "";

    public string Kind { get; set; } = "";

    public bool Flag { get; set; }

    public float Value { get; set; }

    public DateTime Time { get; set; }

    /// <summary>Rows drawn from a seed.</summary>
    public static Row[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            var (a, b) = (Next(), Next());
            return new Row
            {
                Features = [a, 100 + (10 * b), Next(), Next(), Next(), random.NextDouble() < 0.1 ? float.NaN : Next()],
                Pixels = [.. Enumerable.Range(0, 64).Select(_ => Next() + a)],
                Signal = [.. Enumerable.Range(0, 16).Select(_ => Next())],
                Words = [.. Enumerable.Range(0, random.Next(2, 6)).Select(_ => Name("ant", "bee", "cat", "dog"))],
                Labels = [a > 0, b > 0],
                City = Name("Bonn", "Lyon", "Oslo"),
                Kind = a + b < -0.5f ? "low" : a + b > 0.5f ? "high" : "middle",
                Flag = a + b > 0,
                Value = (3 * (a + b)) + MathF.Sin(index),
                Time = new DateTime(2024, 1, 1).AddHours(index),
            };
        })];

        float Next() => (float)((random.NextDouble() * 2) - 1);
        string Name(params string[] names) => names[random.Next(names.Length)];
    }
}
