using System.Text.Json;
using MLNetDeep.Persistence;
using MLNetDeep.Tests.Numerics;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

public sealed class SchedulesTests
{
    private const int StepsPerEpoch = 5;
    private static readonly JsonElement Golden = GoldenFile.Read("schedules_golden.json");

    /// <summary>Those that PyTorch has too, under their names in schedules_golden.json.</summary>
    private static readonly Dictionary<string, Schedule> LikePyTorch = new()
    {
        ["constant"] = new ConstantSchedule(),
        ["step"] = new StepSchedule { EpochsPerStep = 3, Multiplier = 0.3 },
        ["exponential"] = new ExponentialSchedule { Multiplier = 0.8 },
        ["cosine"] = new CosineSchedule { MinimumFactor = 0.05 },
        ["warm-restarts"] = new WarmRestartsSchedule { FirstCycleEpochs = 2, CycleGrowth = 1, MinimumFactor = 0.1 },
        ["warm-restarts-growing"] = new WarmRestartsSchedule { FirstCycleEpochs = 2, CycleGrowth = 2, MinimumFactor = 0.1 },
        ["one-cycle"] = new OneCycleSchedule(),
        ["triangular"] = new TriangularSchedule { EndFactor = 0.07 },
        ["linear-warmup"] = new LinearWarmupSchedule { Epochs = 1.4, StartFactor = 0.1, Then = new CosineSchedule() },
        ["reduce-on-plateau"] = new ReduceOnPlateauSchedule { Multiplier = 0.5, Patience = 1, MinimumFactor = 0.2 },
        ["reduce-on-plateau-cooldown"] = new ReduceOnPlateauSchedule { Multiplier = 0.5, Patience = 0, Cooldown = 2, Threshold = 1e-6 },
    };

    private static readonly Dictionary<string, Schedule> Others = new()
    {
        ["cos-log-4"] = new CosLog4Schedule(),
        ["flat-cosine"] = new FlatCosineSchedule(),
        ["inverse-square-root"] = new InverseSquareRootSchedule { WarmupEpochs = 2 },
        ["one-cycle-fall-only"] = new OneCycleSchedule { WarmupFraction = 0 },
        ["one-cycle-rise-only"] = new OneCycleSchedule { WarmupFraction = 1 },
        ["linear-warmup-longer-than-the-fit"] = new LinearWarmupSchedule { Epochs = 1e300, Then = new CosLog4Schedule() },
    };

    public static TheoryData<string> PyTorchCases => [.. LikePyTorch.Keys];

    public static TheoryData<string> AllCases => [.. LikePyTorch.Keys, .. Others.Keys];

    [Theory]
    [MemberData(nameof(PyTorchCases))]
    public void EveryStepEqualsPyTorch(string name)
    {
        double[] losses = [.. Golden.GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble())];
        double[] expected = [.. Golden.GetProperty(name).EnumerateArray().Select(factor => factor.GetDouble())];
        for (int step = 0; step < expected.Length; step++)
        {
            var time = new ScheduleTime(step, expected.Length, StepsPerEpoch, losses[..(step / StepsPerEpoch)]);
            Assert.Equal(expected[step], LikePyTorch[name].Factor(time), 1e-9);
        }
    }

    // With 150 steps, 1 + 15 t is 2, 4, 8 and 16 after 10, 30, 70 and 150 of them; the peaks lie where log2 of it is k + 1/2.
    [Theory]
    [InlineData("cos-log-4", 0, 0)]
    [InlineData("cos-log-4", 5, 0.930430970431)] // (1 - cos(2 pi log2 1.5)) / 2
    [InlineData("cos-log-4", 10, 0)]
    [InlineData("cos-log-4", 30, 0)]
    [InlineData("cos-log-4", 70, 0)]
    [InlineData("cos-log-4", 150, 0)]
    [InlineData("flat-cosine", 0, 1)]
    [InlineData("flat-cosine", 75, 1)]
    [InlineData("flat-cosine", 100, 0.75)]
    [InlineData("flat-cosine", 150, 0)]
    [InlineData("inverse-square-root", 0, 0.1)]
    [InlineData("inverse-square-root", 9, 1)]
    [InlineData("inverse-square-root", 39, 0.5)]
    [InlineData("one-cycle-fall-only", 0, 1)]
    [InlineData("one-cycle-fall-only", 149, 4e-6)]
    [InlineData("one-cycle-rise-only", 0, 0.04)]
    [InlineData("one-cycle-rise-only", 149, 1)]
    [InlineData("linear-warmup-longer-than-the-fit", 0, 0.01)]
    public void FactorIsTheOneWorkedOutByHand(string name, int step, double factor) =>
        Assert.Equal(factor, Others[name].Factor(new ScheduleTime(step, 150, StepsPerEpoch, [])), 1e-9);

    [Theory]
    [MemberData(nameof(AllCases))]
    public void NoFitIsTooShortAndNoFactorOutOfRange(string name)
    {
        Schedule schedule = LikePyTorch.GetValueOrDefault(name) ?? Others[name];
        for (int epochs = 1; epochs <= 40; epochs++)
        {
            foreach (int perEpoch in new[] { 1, 2, 3, 7 })
            {
                int total = epochs * perEpoch;
                double sum = 0;
                for (int step = 0; step < total; step++)
                {
                    double[] losses = [.. Enumerable.Repeat(1.0, step / perEpoch)];
                    double factor = schedule.Factor(new ScheduleTime(step, total, perEpoch, losses));
                    Assert.True(factor is >= 0 and <= 1, $"{factor} at step {step} of {total}");
                    sum += factor;
                }

                Assert.True(sum > 0, $"a fit of {total} steps learns nothing");
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllCases))]
    public void JsonKeepsIt(string name)
    {
        Schedule schedule = LikePyTorch.GetValueOrDefault(name) ?? Others[name];
        string json = JsonSerializer.Serialize(schedule, ModelJson.Options);
        Assert.Equal(schedule, JsonSerializer.Deserialize<Schedule>(json, ModelJson.Options));
    }

    [Fact]
    public void EveryScheduleHasItsCase()
    {
        IEnumerable<string> all = typeof(Schedule).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Schedule))).Select(type => type.Name);
        Assert.Equal(all.Order(), LikePyTorch.Values.Concat(Others.Values).Select(schedule => schedule.GetType().Name).Distinct().Order());
    }

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
