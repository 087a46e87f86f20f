using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

public sealed class SchedulesTests
{
    private static readonly Dictionary<string, Schedule> Schedules = new()
    {
        ["constant"] = new ConstantSchedule(),
        ["cosine"] = new CosineSchedule(),
        ["flat-cosine"] = new FlatCosineSchedule(),
    };

    [Theory]
    [InlineData("constant", 90, 1)]
    [InlineData("cosine", 0, 1)]
    [InlineData("cosine", 50, 0.5)]
    [InlineData("cosine", 100, 0)]
    [InlineData("flat-cosine", 49, 1)]
    [InlineData("flat-cosine", 75, 0.5)]
    [InlineData("flat-cosine", 100, 0)]
    public void FactorIs(string schedule, int step, double factor) =>
        Assert.Equal(factor, Schedules[schedule].Factor(new ScheduleTime(step, 100, 10, [])), 1e-12);

    [Theory]
    [InlineData(1, 64)]
    [InlineData(1024, 64)]
    [InlineData(1025, 128)]
    [InlineData(8192, 128)]
    [InlineData(8193, 256)]
    [InlineData(30_001, 512)]
    [InlineData(100_001, 1024)]
    public void BatchGrowsWithTheData(int rows, int batch) => Assert.Equal(batch, AutomaticBatchSize.For(rows));
}
