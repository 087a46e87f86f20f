using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Conformance.Data;

internal sealed class MulticlassData : TaskData
{
    private static readonly string[] Classes = ["low", "middle", "high"];

    public override string Name => "Multiclass";

    public override string LabelType => "Key<UInt32>";

    public override object Trainers(MLContext ml) => ml.MulticlassClassification.Trainers;

    public override TestColumn Label(double[] signal) => Keys([.. signal.Select(value => Class(value) + 1)]);

    public override TestColumn LabelMissingAt(double[] signal, int row)
        => Keys([.. signal.Select((value, i) => i == row ? 0 : Class(value) + 1)]);

    public override string MissingMessage(int rowNumber)
        => $"Label column 'Label' must have a value in every row, but is missing in row {rowNumber}. Filter such rows out first.";

    public override string OneClassMessage => "Label column 'Label' must have at least 2 classes, but every row is 'low'.";

    public override void AssertCoherent(Prediction prediction)
    {
        Assert.Equal(Classes.Length, prediction.Score.Length);
        Assert.All(prediction.Score, probability => Assert.InRange(probability, 0, 1));
        Assert.Equal(1, prediction.Score.Sum(), 1e-5);
        Assert.Equal(Best(prediction.Score) + 1, Assert.IsType<uint>(prediction.PredictedLabel));
    }

    public override double Skill(IReadOnlyList<Prediction> predictions, double[] signal)
    {
        var majority = signal.GroupBy(Class).Max(group => group.Count());
        var right = predictions.Zip(signal).Count(pair => Best(pair.First.Score) == Class(pair.Second));
        return (double)(right - majority) / (signal.Length - majority);
    }

    public override double Loss(IReadOnlyList<Prediction> predictions, double[] signal, double[] trainSignal)
        => predictions.Zip(signal).Average(pair => -Math.Log(pair.First.Score[Class(pair.Second)]));

    private static uint Best(float[] score) => (uint)Array.IndexOf(score, score.Max());

    private static uint Class(double signal) => signal < -0.5 ? 0u : signal < 0.6 ? 1u : 2u;

    private static TestColumn<uint> Keys(uint[] values)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add<VBuffer<ReadOnlyMemory<char>>>(
            "KeyValues",
            new VectorDataViewType(TextDataViewType.Instance, Classes.Length),
            (ref VBuffer<ReadOnlyMemory<char>> names) => names = new(Classes.Length, [.. Classes.Select(name => name.AsMemory())]));
        return new("Label", new KeyDataViewType(typeof(uint), Classes.Length), values, annotations.ToAnnotations());
    }
}
