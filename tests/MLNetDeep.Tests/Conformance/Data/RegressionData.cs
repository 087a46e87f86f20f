using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Conformance.Data;

internal sealed class RegressionData : TaskData
{
    public override string Name => "Regression";

    public override string LabelType => "Single";

    public override object Trainers(MLContext ml) => ml.Regression.Trainers;

    public override TestColumn Label(double[] signal) => Numbers(signal.Select(Value));

    public override TestColumn LabelMissingAt(double[] signal, int row)
        => Numbers(signal.Select((value, i) => i == row ? float.NaN : Value(value)));

    public override string MissingMessage(int rowNumber)
        => $"Label column 'Label' must be finite in every row, but was NaN in row {rowNumber}. Filter such rows out first.";

    public override void AssertCoherent(Prediction prediction) => Assert.True(float.IsFinite(Assert.Single(prediction.Score)));

    public override double Skill(IReadOnlyList<Prediction> predictions, double[] signal)
    {
        var mean = signal.Average(Value);
        return 1 - (SquaredError(predictions, signal) / signal.Sum(value => Math.Pow(Value(value) - mean, 2)));
    }

    public override double Loss(IReadOnlyList<Prediction> predictions, double[] signal, double[] trainSignal)
    {
        var mean = trainSignal.Average(Value);
        var variance = trainSignal.Average(value => Math.Pow(Value(value) - mean, 2));
        return SquaredError(predictions, signal) / signal.Length / variance;
    }

    // Far from mean 0 and deviation 1: a trainer must scale its targets.
    private static float Value(double signal) => (float)(1000 + (50 * signal));

    private static double SquaredError(IReadOnlyList<Prediction> predictions, double[] signal)
        => predictions.Zip(signal).Sum(pair => Math.Pow(pair.First.Score[0] - Value(pair.Second), 2));

    private static TestColumn<float> Numbers(IEnumerable<float> values) => new("Label", NumberDataViewType.Single, [.. values]);
}
