using Microsoft.ML.Data;

namespace MLNetDeep.Conformance.Data;

internal sealed class MultiLabelData : TaskData
{
    private static readonly string[] Labels = ["up", "down", "far"];

    public override string Name => "MultiLabel";

    internal override TestColumn Label(string name, double[] signal) => new TestColumn<VBuffer<bool>>(
        name, new VectorDataViewType(BooleanDataViewType.Instance, Labels.Length),
        [.. signal.Select(value => new VBuffer<bool>(Labels.Length, Truth(value)))], Names.Of("SlotNames", Labels));

    // As floats, which may be anything; Booleans cannot be missing.
    internal override TestColumn LabelMissingAt(string name, double[] signal, int row) => TestColumn.Vector(
        name, [.. signal.Select((value, i) => Truth(value).Select(flag => i == row ? float.NaN : flag ? 1f : 0).ToArray())],
        Labels.Length);

    internal override void DemandProbabilities(Prediction prediction)
    {
        foreach (var probability in prediction.Probabilities ?? [])
            Demand.That(probability is >= 0 and <= 1, $"A probability must be from 0 to 1, but was {prediction}.");
    }

    internal override void DemandAgreement(Prediction prediction)
    {
        Demand.Same(Labels.Length, prediction.Score.Length, "The number of scores");
        Demand.That(
            prediction.PredictedLabel is bool[] flags && flags.SequenceEqual(prediction.Score.Select(score => score > 0)),
            $"The predicted labels must be those with scores above 0, but were {prediction}.");
    }

    internal override double Skill(IReadOnlyList<Prediction> predictions, double[] signal)
        => Enumerable.Range(0, Labels.Length).Average(label =>
        {
            var truths = signal.Select(value => Truth(value)[label]).ToArray();
            var majority = Math.Max(truths.Count(flag => flag), truths.Count(flag => !flag));
            var right = predictions.Zip(truths).Count(pair => pair.First.Score[label] > 0 == pair.Second);
            return (double)(right - majority) / (signal.Length - majority);
        });

    internal static bool[] Truth(double signal) => [signal > 0.2, signal < -0.4, Math.Abs(signal) > 0.8];
}
