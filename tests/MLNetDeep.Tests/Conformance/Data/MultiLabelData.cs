using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Conformance.Data;

internal sealed class MultiLabelData : TaskData
{
    private static readonly string[] Labels = ["up", "down", "far"];

    public override string Name => "MultiLabel";

    public override string LabelType => "Vector<Boolean>";

    public override object Trainers(MLContext ml) => ml.MultiLabelClassification.Trainers;

    public override TestColumn Label(double[] signal) => new TestColumn<VBuffer<bool>>(
        "Label", new VectorDataViewType(BooleanDataViewType.Instance, Labels.Length),
        [.. signal.Select(value => new VBuffer<bool>(Labels.Length, Truth(value)))], Names());

    // As floats, which may be anything; Booleans cannot be missing.
    public override TestColumn LabelMissingAt(double[] signal, int row) => new VectorColumn(
        "Label", [.. signal.Select((value, i) => Truth(value).Select(flag => i == row ? float.NaN : flag ? 1f : 0).ToArray())],
        Labels.Length);

    public override string MissingMessage(int rowNumber)
        => $"Label column 'Label' must be 0 or 1 in every slot, but was NaN in row {rowNumber}. Filter such rows out first.";

    public override void AssertCoherent(Prediction prediction)
    {
        Assert.Equal(Labels.Length, prediction.Score.Length);
        Assert.All(
            prediction.Score.Zip(prediction.Probabilities!), pair => Assert.Equal(1 / (1 + Math.Exp(-pair.First)), pair.Second, 1e-6));
        Assert.Equal(string.Concat(prediction.Score.Select(score => score > 0 ? '1' : '0')), prediction.PredictedLabel);
    }

    public override double Skill(IReadOnlyList<Prediction> predictions, double[] signal)
        => Enumerable.Range(0, Labels.Length).Average(label =>
        {
            var truths = signal.Select(value => Truth(value)[label]).ToArray();
            var majority = Math.Max(truths.Count(flag => flag), truths.Count(flag => !flag));
            var right = predictions.Zip(truths).Count(pair => pair.First.Score[label] > 0 == pair.Second);
            return (double)(right - majority) / (signal.Length - majority);
        });

    public override double Loss(IReadOnlyList<Prediction> predictions, double[] signal, double[] trainSignal)
        => predictions.Zip(signal).Average(pair => pair.First.Score.Zip(Truth(pair.Second))
            .Average(each => Math.Log(1 + Math.Exp(each.Second ? -each.First : each.First))));

    private static bool[] Truth(double signal) => [signal > 0.2, signal < -0.4, Math.Abs(signal) > 0.8];

    private static DataViewSchema.Annotations Names()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add<VBuffer<ReadOnlyMemory<char>>>(
            "SlotNames", new VectorDataViewType(TextDataViewType.Instance, Labels.Length),
            (ref VBuffer<ReadOnlyMemory<char>> names) => names = new(Labels.Length, [.. Labels.Select(name => name.AsMemory())]));
        return annotations.ToAnnotations();
    }
}
