using Microsoft.ML;
using Microsoft.ML.Data;

namespace Portable.Tests.Trainers;

/// <summary>The rows of golden.py: features, noise and labels by formula, so that both sides compute the same numbers.</summary>
internal static class TestRows
{
    public const int Count = 300;
    public const int Width = 5;

    internal sealed class Row
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        public string Class { get; set; } = "";

        public float Weight { get; set; }

        public float Target { get; set; }

        public float Count { get; set; }

        public float Margin { get; set; }

        public string Group { get; set; } = "";
    }

    public static Row[] Make() => Enumerable.Range(0, Count).Select(MakeRow).ToArray();

    public static IDataView View(MLContext ml) => ml.Data.LoadFromEnumerable(Make());

    private static Row MakeRow(int i)
    {
        var x = Enumerable.Range(0, Width).Select(j => (float)Math.Sin(i * (j + 1) * 0.37 + j)).ToArray();
        var noise = (float)Math.Cos(i * 2.31);
        float[] votes = [x[0] + 0.3f * noise, x[1], x[2] - 0.3f * noise];
        return new Row
        {
            Features = x,
            Label = 1.5f * x[0] - 2f * x[1] + 0.3f + noise > 0,
            Class = "abc"[Array.IndexOf(votes, votes.Max())].ToString(),
            Weight = 1 + i % 3,
            Target = 2 * x[0] - x[3] + noise,
            Count = (float)Math.Floor(Math.Exp(0.7 * x[0] - 0.4 * x[2] + 0.5 + 0.4 * noise)),
            Margin = 0.4f * x[0] - 0.3f * x[1] + x[2],
            Group = $"g{i % 17}",
        };
    }
}
