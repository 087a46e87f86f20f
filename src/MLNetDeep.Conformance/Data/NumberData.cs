using Microsoft.ML.Data;

namespace MLNetDeep.Conformance.Data;

/// <summary>Labels that are numbers.</summary>
internal abstract class NumberData : TaskData
{
    internal sealed override TestColumn Label(string name, double[] signal) => Numbers(name, signal.Select(Value));

    internal sealed override TestColumn LabelMissingAt(string name, double[] signal, int row)
        => Numbers(name, signal.Select((value, i) => i == row ? float.NaN : Value(value)));

    internal sealed override void DemandAgreement(Prediction prediction)
    {
        Demand.Same(1, prediction.Score.Length, "The number of scores");
        Demand.That(prediction.IsFinite, $"A predicted number must be finite, but was {prediction}.");
    }

    internal sealed override double Skill(IReadOnlyList<Prediction> predictions, double[] signal)
    {
        var mean = signal.Average(Value);
        var error = predictions.Zip(signal).Sum(pair => Math.Pow(pair.First.Score[0] - Value(pair.Second), 2));
        return 1 - (error / signal.Sum(value => Math.Pow(Value(value) - mean, 2)));
    }

    internal abstract float Value(double signal);

    private static TestColumn<float> Numbers(string name, IEnumerable<float> values) => new(name, NumberDataViewType.Single, [.. values]);
}
