using Microsoft.ML;

namespace Portable.Tests.Evaluation;

/// <summary>Sixty scored rows by formula, of which the official evaluators' results are on record.</summary>
internal static class ScoredRows
{
    internal sealed class Row
    {
        public bool Label { get; set; }

        public string Text { get; set; } = "";

        public float Score { get; set; }

        public float Score2 { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }

        public float Target { get; set; }
    }

    public static IDataView View(MLContext ml) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(Make));

    private static Row Make(int i)
    {
        var label = i * 7 % 10 < 4;
        var score = (float)Math.Sin(i * 1.7) + (label ? 0.6f : -0.6f);
        return new Row
        {
            Label = label,
            Score = score,
            Probability = (float)(1 / (1 + Math.Exp(-1.3 * score))),
            PredictedLabel = score > 0,
            Target = score * 2 + 1,
            Score2 = score * 1.8f + 0.7f,
        };
    }
}
