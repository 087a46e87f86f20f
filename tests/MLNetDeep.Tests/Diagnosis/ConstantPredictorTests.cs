using MLNetDeep.Diagnosis;
using MLNetDeep.Tasks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Diagnosis;

/// <summary>The best constant is found by the loss alone; here beside what hand calculation gives.</summary>
public sealed class ConstantPredictorTests
{
    // Training: 0 0 0 1 2 5; validation: 0 1 5.
    private static readonly float[] Values = [0, 0, 0, 1, 2, 5, 0, 1, 5];

    [Fact]
    public void Classes_get_their_shares()
    {
        var found = Fit(new MulticlassHead(6, null), Values);
        var expected = -((3 * Math.Log(0.5)) + (3 * Math.Log(1 / 6.0))) / 6;
        Assert.Equal(expected, found.TrainingLoss, 1e-3);
        Assert.Equal(-(Math.Log(0.5) + (2 * Math.Log(1 / 6.0))) / 3, found.ValidationLoss, 1e-2);
    }

    [Fact]
    public void Two_classes_get_the_log_odds()
    {
        float[] flags = [.. Values.Select(value => value > 1 ? 1f : 0)];
        var found = Fit(BinaryHead.Instance, flags);
        Assert.Equal(-((2 * Math.Log(1 / 3.0)) + (4 * Math.Log(2 / 3.0))) / 6, found.TrainingLoss, 1e-4);
        Assert.Equal(-(Math.Log(1 / 3.0) + (2 * Math.Log(2 / 3.0))) / 3, found.ValidationLoss, 1e-4);
    }

    [Fact]
    public void Weights_count()
    {
        float[] flags = [.. Values.Select(value => value > 1 ? 1f : 0)];
        // The two positive training rows weigh as much as the four others, so that the odds are even.
        var found = Fit(BinaryHead.Instance, flags, [1, 1, 1, 1, 2, 2, 0, 0, 3]);
        Assert.Equal(Math.Log(2), found.TrainingLoss, 1e-4);
        Assert.Equal(Math.Log(2), found.ValidationLoss, 1e-2);
    }

    [Fact]
    public void Quantities_get_the_mean()
    {
        var found = Fit(new RegressionHead([new TargetScale(0, 1, -9, 9)], isVector: false), Values);
        const double Mean = 8 / 6.0;
        Assert.Equal(Values[..6].Average(value => Math.Pow(value - Mean, 2)), found.TrainingLoss, 1e-4);
        Assert.Equal(Values[6..].Average(value => Math.Pow(value - Mean, 2)), found.ValidationLoss, 1e-4);
    }

    [Fact]
    public void A_loss_without_closed_form_is_followed_downhill()
    {
        // The least fourth power lies where the sum of the cubed differences is 0: found by bisection.
        double root = 0;
        for (double step = 4; step > 1e-9; step /= 2)
            root += Values[..6].Sum(value => Math.Pow(root + step - value, 3)) < 0 ? step : 0;
        Assert.Equal(Values[..6].Average(value => Math.Pow(value - root, 4)), Fit(new FourthPower(), Values).TrainingLoss, 0.02);
    }

    [Fact]
    public void Without_validation_rows_there_is_no_validation_loss() =>
        Assert.Equal(double.NaN, Fit(BinaryHead.Instance, [0, 1, 1, 0, 1, 0]).ValidationLoss);

    private static ConstantPredictor Fit(ITrainingHead head, float[] values, float[]? weights = null)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var data = new TrainingData
        {
            Features = new TensorTable(values.Length, 1, new float[values.Length]),
            Targets = new TensorTable(values.Length, 1, values),
            Weights = weights,
            TrainRows = [0, 1, 2, 3, 4, 5],
            ValidationRows = [.. Enumerable.Range(6, values.Length - 6)],
        };
        return ConstantPredictor.Fit(head, data, data.TrainRows);
    }

    private sealed class FourthPower : ITrainingHead
    {
        public int OutputWidth => 1;

        public torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing) =>
            (output - target).square().square().mean();
    }
}
