using Microsoft.ML.Data;

namespace MLNetDeep.Conformance.Data;

internal sealed class MulticlassData : TaskData
{
    private static readonly string[] Classes = ["low", "middle", "high"];

    public override string Name => "Multiclass";

    internal override bool HasClasses => true;

    internal override TestColumn Label(string name, double[] signal) => Keys(name, [.. signal.Select(value => Class(value) + 1)]);

    internal override TestColumn LabelMissingAt(string name, double[] signal, int row)
        => Keys(name, [.. signal.Select((value, i) => i == row ? 0 : Class(value) + 1)]);

    internal override void DemandProbabilities(Prediction prediction)
    {
        foreach (var probability in prediction.Score)
            Demand.That(probability is >= 0 and <= 1, $"A score of a class must be a probability from 0 to 1, but was {prediction}.");
        Demand.That(Math.Abs(prediction.Score.Sum() - 1) < 1e-5, $"Probabilities must add up to 1, but were {prediction}.");
    }

    internal override void DemandAgreement(Prediction prediction)
    {
        Demand.Same(Classes.Length, prediction.Score.Length, "The number of scores");
        Demand.That(prediction.PredictedLabel is uint, $"The predicted label must be a key, but was {prediction}.");
        Demand.Same(Best(prediction.Score) + 1, (uint)prediction.PredictedLabel!, $"The predicted label of {prediction}");
    }

    internal override double Skill(IReadOnlyList<Prediction> predictions, double[] signal)
    {
        var majority = signal.GroupBy(Class).Max(group => group.Count());
        var right = predictions.Zip(signal).Count(pair => Best(pair.First.Score) == Class(pair.Second));
        return (double)(right - majority) / (signal.Length - majority);
    }

    internal static uint Class(double signal) => signal < -0.5 ? 0u : signal < 0.6 ? 1u : 2u;

    private static uint Best(float[] score) => (uint)Array.IndexOf(score, score.Max());

    private static TestColumn<uint> Keys(string name, uint[] values)
        => new(name, new KeyDataViewType(typeof(uint), Classes.Length), values, Names.Of("KeyValues", Classes));
}
