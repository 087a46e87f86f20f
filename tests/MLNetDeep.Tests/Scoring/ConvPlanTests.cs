using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Scoring;
using MLNetDeep.Tests.Cnn;

namespace MLNetDeep.Tests.Scoring;

/// <summary>What holds of every plan, held by convolutional ones; and large work on several threads.</summary>
public sealed class ConvPlanTests
{
    private static readonly NetworkSpec Network = new(
        [14 * 15],
        [
            new ChannelNormalizationSpec(InputShape.Image(1, 14, 15)), new ConvSpec(20, 5) { Padding = 2 }, new BatchNormSpec(),
            new ActivationSpec(Activation.Relu), new MaxPoolSpec(2), new ConvSpec(20, 3) { Groups = 20 }, new ConvSpec(40, 1),
            new ActivationSpec(Activation.Silu), new FlattenSpec(), new LinearSpec(3),
        ]);

    [Fact]
    public void RowDoesNotDependOnTheRowsAroundIt()
    {
        var plan = ForwardPlan.Compile(Network, RandomNetworks.Tensors(Network, 3));
        var x = RandomNetworks.Rows(30, Network.InputWidth, 4);
        var together = new float[30 * 3];
        plan.Run(x, 30, together);
        var one = new float[3];
        for (var row = 0; row < 30; row++)
        {
            plan.Run(x.AsSpan(row * Network.InputWidth, Network.InputWidth), 1, one);
            Assert.Equal(one, together.AsSpan(row * 3, 3).ToArray()); // every bit
        }
    }

    [Fact]
    public void OneRowAllocatesNothing()
    {
        var plan = ForwardPlan.Compile(Network, RandomNetworks.Tensors(Network, 3));
        var x = RandomNetworks.Rows(1, Network.InputWidth, 4);
        var y = new float[3];
        plan.Run(x, 1, y);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            plan.Run(x, 1, y);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(256, 600_000, 2, 32)]
    [InlineData(256, 600_000, 8, 8)]
    [InlineData(256, 600_000, 1, 256)] // nobody to share with
    [InlineData(256, 6_000, 2, 256)] // too little work
    [InlineData(16, 300_000, 2, 8)]
    [InlineData(1, 1_000_000_000, 4, 1)]
    [InlineData(3, 1_000_000_000, 4, 1)]
    [InlineData(0, 1_000_000_000, 4, 0)]
    public void WorkIsSharedWhenItIsLarge(int rows, long multiplyAdds, int processors, int share) =>
        Assert.Equal(share, ParallelScoring.ShareOf(rows, multiplyAdds, processors));

    [Fact]
    public void SharedWorkGivesTheSameBits()
    {
        var ml = new MLContext(1);
        var options = new CnnOptions { MaximumEpochCount = 1, Seed = 1 };
        var model = ml.MulticlassClassification.Trainers.Cnn(options).Fit(Shapes.Bytes(ml, Shapes.Images(60, 1))).Model;
        const int Rows = 203;
        Assert.True(Rows * model.MultiplyAdds > 2 * ParallelScoring.LeastShare);
        var x = RandomNetworks.Rows(Rows, model.Network.InputWidth, 4);
        var expected = new float[Rows * 4];
        model.Score(x, Rows, expected);
        Parallel.For(0, 6, _ =>
        {
            var actual = new float[Rows * 4];
            ParallelScoring.Score(model, x, Rows, actual);
            Assert.Equal(expected, actual);
        });
    }
}
