using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Conformance.Data;

internal sealed class BinaryData : TaskData
{
    public override string Name => "Binary";

    public override string LabelType => "Boolean";

    public override object Trainers(MLContext ml) => ml.BinaryClassification.Trainers;

    public override TestColumn Label(double[] signal)
        => new TestColumn<bool>("Label", BooleanDataViewType.Instance, [.. signal.Select(Class)]);

    public override string OneClassMessage => "Label column 'Label' must have at least 2 classes, but every row is 'false'.";

    public override void AssertCoherent(Prediction prediction)
    {
        Assert.Equal(1 / (1 + Math.Exp(-prediction.Score[0])), prediction.Probability!.Value, 1e-6);
        Assert.Equal(prediction.Score[0] > 0, Assert.IsType<bool>(prediction.PredictedLabel));
    }

    public override double Skill(IReadOnlyList<Prediction> predictions, double[] signal)
    {
        var majority = Math.Max(signal.Count(Class), signal.Count(value => !Class(value)));
        var right = predictions.Zip(signal).Count(pair => pair.First.Score[0] > 0 == Class(pair.Second));
        return (double)(right - majority) / (signal.Length - majority);
    }

    public override double Loss(IReadOnlyList<Prediction> predictions, double[] signal, double[] trainSignal)
        => predictions.Zip(signal).Average(pair => Math.Log(1 + Math.Exp(Class(pair.Second) ? -pair.First.Score[0] : pair.First.Score[0])));

    private static bool Class(double signal) => signal > 0.2;
}
