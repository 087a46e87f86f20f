using Microsoft.ML.Data;

namespace MLNetDeep.Conformance.Data;

internal sealed class TwoClassData : TaskData
{
    public override string Name => "Binary";

    internal override bool HasClasses => true;

    internal override TestColumn Label(string name, double[] signal)
        => new TestColumn<bool>(name, BooleanDataViewType.Instance, [.. signal.Select(Class)]);

    internal override void DemandProbabilities(Prediction prediction)
    {
        // Uncalibrated trainers have no such column.
        foreach (var probability in prediction.Probabilities ?? [])
            Demand.That(probability is >= 0 and <= 1, $"A probability must be from 0 to 1, but was {prediction}.");
    }

    internal override void DemandAgreement(Prediction prediction)
    {
        Demand.That(prediction.PredictedLabel is bool, $"The predicted label must be Boolean, but was {prediction}.");
        Demand.Same(prediction.Score[0] > 0, (bool)prediction.PredictedLabel!, $"The predicted label of {prediction}");
    }

    internal override double Skill(IReadOnlyList<Prediction> predictions, double[] signal)
    {
        var majority = Math.Max(signal.Count(Class), signal.Count(value => !Class(value)));
        var right = predictions.Zip(signal).Count(pair => pair.First.Score[0] > 0 == Class(pair.Second));
        return (double)(right - majority) / (signal.Length - majority);
    }

    internal static bool Class(double signal) => signal > 0.2;
}
