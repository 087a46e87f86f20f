using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

public sealed class SchedulesTests
{
    [Theory]
    [InlineData("Constant", 0.9, 1)]
    [InlineData("Cosine", 0, 1)]
    [InlineData("Cosine", 0.5, 0.5)]
    [InlineData("Cosine", 1, 0)]
    [InlineData("FlatCosine", 0.49, 1)]
    [InlineData("FlatCosine", 0.75, 0.5)]
    [InlineData("FlatCosine", 1, 0)]
    public void FactorIs(string schedule, double progress, double factor) =>
        Assert.Equal(factor, Schedules.Factor(Enum.Parse<LearningRateSchedule>(schedule), progress), 1e-12);

    [Theory]
    [InlineData(1, 64)]
    [InlineData(1024, 64)]
    [InlineData(1025, 128)]
    [InlineData(8192, 128)]
    [InlineData(8193, 256)]
    [InlineData(30_001, 512)]
    [InlineData(100_001, 1024)]
    public void BatchGrowsWithTheData(int rows, int batch) => Assert.Equal(batch, Schedules.AutomaticBatchSize(rows));
}
