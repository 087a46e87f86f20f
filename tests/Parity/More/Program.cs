// Plain ML.NET, as ../Official/Parity.cs: what that program leaves out. Needs no data; prints one JSON object.
using Microsoft.ML;
using Microsoft.ML.Data;
using Parity;

var observer = new Observer();
DataObservations.Add(observer);
TransformObservations.Add(observer);
TextObservations.Add(observer);
TrainerObservations.Add(observer);
ForecastObservations.Add(observer);
observer.Write(Console.Out);

/// <summary>Rows of made-up values, with missing ones, ties, repeated texts and odd characters.</summary>
internal sealed class Item
{
    private static readonly string?[] Words = ["red", "green", "blue", "red", "", "Green", null, "dark red"];

    public float Id { get; set; }

    public float X { get; set; }

    [VectorType(4)]
    public float[] V { get; set; } = [];

    public string? Word { get; set; }

    [VectorType(2)]
    public string?[] Pair { get; set; } = [];

    [KeyType(5)]
    public uint Key { get; set; }

    public bool Label { get; set; }

    public float Target { get; set; }

    public float Weight { get; set; }

    [KeyType(3)]
    public uint Class { get; set; }

    public static IDataView Load(MLContext ml, int count = 120) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(Make).ToArray());

    public static Item Make(int i)
    {
        float x = i % 11 == 10 ? float.NaN : (float)Math.Round(Math.Sin(i * 1.3) * 5, 3);
        float[] v = [i % 3 == 0 ? 0 : i % 7, i % 5 == 0 ? i * 0.5f : 0, (float)Math.Cos(i), i % 13 == 12 ? float.NaN : 2];
        float signal = (float)(Math.Sin(i * 1.3) + 0.5 * Math.Cos(i) + 0.3 * Math.Sin(i * 7.7));
        return new Item
        {
            Id = i,
            X = x,
            V = v,
            Word = Words[i % 8],
            Pair = [Words[i * 3 % 8], Words[i * 5 % 8]],
            Key = (uint)(i * 7 % 6),
            Label = signal > 0.2,
            Target = 3 * signal + 6,
            Weight = 0.5f + i % 4,
            Class = signal < -0.4 ? 1u : signal < 0.5 ? 2u : 3u,
        };
    }
}
