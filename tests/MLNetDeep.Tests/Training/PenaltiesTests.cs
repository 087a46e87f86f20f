using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

/// <summary>Linear regression on the corners of a square, whose penalised solutions are known: y = 2 a + 0.1 b + 1.</summary>
public sealed class PenaltiesTests
{
    private static readonly FitSettings Plain = new()
    {
        Optimizer = new Sgd(),
        LearningRate = 0.05,
        MaximumEpochCount = 400,
        BatchSize = 4,
        GradientClipNorm = 0,
    };

    [Fact]
    public void WithoutPenaltyTheWeightsAreTheTrueOnes() => Check(Plain, 2, 0.1);

    [Fact]
    public void L2ShrinksEveryWeightByTheSameShare() => Check(Plain with { L2Penalty = 0.5 }, 2 * 2 / 2.5, 0.1 * 2 / 2.5);

    [Fact]
    public void DecoupledDecayOfPlainDescentIsL2() => Check(Plain with { WeightDecay = 0.5 }, 2 * 2 / 2.5, 0.1 * 2 / 2.5);

    [Fact]
    public void L1TakesTheSameFromEveryWeightAndLeavesSmallOnesNearZero() => Check(Plain with { L1Penalty = 0.5 }, 2 - 0.25, 0, 0.03);

    [Fact]
    public void WeightDecayFollowsItsSchedule()
    {
        FitSettings fading = Plain with { WeightDecay = 0.5, WeightDecaySchedule = new ExponentialSchedule { Multiplier = 0.9 } };
        Check(fading, 2, 0.1);
    }

    private static void Check(FitSettings settings, double first, double second, double tolerance = 1e-4)
    {
        var features = new TensorTable(4, 2, [1, 1, 1, -1, -1, 1, -1, -1]);
        var data = new TrainingData
        {
            Features = features,
            Targets = new TensorTable(4, 1, [3.1f, 2.9f, -0.9f, -1.1f]),
            TrainRows = [0, 1, 2, 3],
            ValidationRows = [],
        };
        float[] tensors = Fits.Run(new NetworkSpec([2], [new LinearSpec(1)]), data, settings).Tensors;
        Assert.Equal(first, tensors[0], tolerance);
        Assert.Equal(second, tensors[1], tolerance);
        Assert.Equal(1, tensors[2], 1e-4); // the bias has no penalty
    }
}
