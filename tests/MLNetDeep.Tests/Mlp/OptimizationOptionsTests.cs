using System.Text.Json;
using Microsoft.ML;
using MLNetDeep.Persistence;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Mlp;

public sealed class OptimizationOptionsTests
{
    private static readonly FitSettings Recipe = new() { WeightDecay = 0.3 };

    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void DefaultsLeaveTheChoiceToTheRecipe()
    {
        var options = new MlpOptions();
        Assert.Null(options.WeightDecaySchedule);
        Assert.Null(options.DropoutSchedule);
        Assert.Null(options.LabelSmoothingSchedule);
        Assert.Null(options.L1Penalty);
        Assert.Null(options.L2Penalty);
        Assert.Null(options.GradientClipValue);
        Assert.Null(options.WeightAveraging);
        Assert.Equal(Recipe with { Seed = 3 }, options.Complete(Recipe, 3));
    }

    [Fact]
    public void FactorsMultiplyWhatTheRecipeOrTheUserSays()
    {
        var factors = new MlpOptions { LearningRateFactor = 2, WeightDecayFactor = 0.5, EpochFactor = 1.5 };
        var recipe = Recipe with { LearningRate = 0.01, L2Penalty = 1e-4 };
        Assert.Equal(
            recipe with { LearningRate = 0.02, WeightDecay = 0.15, L2Penalty = 5e-5, Seed = 3 }, factors.Complete(recipe, 3));
        var own = factors with { LearningRate = 0.1, WeightDecay = 1, L2Penalty = 0.5, MaximumEpochCount = 10 };
        var expected = recipe with { LearningRate = 0.2, WeightDecay = 0.5, L2Penalty = 0.25, Seed = 3 };
        Assert.Equal(expected, own.Complete(recipe, 3));
    }

    [Theory]
    [InlineData(MlpPreset.Plain, null, 1.5, 48)]
    [InlineData(MlpPreset.Plain, 10, 0.25, 2)]
    [InlineData(MlpPreset.Plain, 10, 0.001, 1)]
    [InlineData(MlpPreset.TabM, null, 2, 48)]
    [InlineData(MlpPreset.TabM, 5, 3, 15)]
    public void EpochsAreStretchedWithWhatDependsOnThem(MlpPreset preset, int? own, double factor, int expected)
    {
        var options = new MlpOptions { Preset = preset, MaximumEpochCount = own, EpochFactor = factor };
        var data = new DataSummary(MLNetDeep.Tasks.RegressionTask.Instance, 100_000, 4);
        FitSettings fit = options.Complete(options.ChooseStretchedRecipe(data).Fit, 1);
        Assert.Equal(expected, fit.MaximumEpochCount);
        if (preset == MlpPreset.TabM)
            Assert.Equal(0.05 * expected, Assert.IsType<LinearWarmupSchedule>(fit.LearningRateSchedule).Epochs, 1e-9);
    }

    [Fact]
    public void FactorsOutOfRangeAreRefused()
    {
        var options = new MlpOptions { LearningRateFactor = 0, WeightDecayFactor = -1, EpochFactor = double.NaN };
        var error = Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.Mlp(options));
        Assert.Equal(
            "MlpOptions.EpochFactor must be finite and above 0, but was NaN. "
            + "MlpOptions.LearningRateFactor must be finite and above 0, but was 0. "
            + "MlpOptions.WeightDecayFactor must be finite and at least 0, but was -1.",
            error.Message);
    }

    [Fact]
    public void WhatTheUserSaysReachesTheFit()
    {
        var options = new MlpOptions
        {
            Optimizer = new Lion { Beta1 = 0.95 },
            LearningRate = 1e-4,
            LearningRateSchedule = new OneCycleSchedule(),
            WeightDecay = 1,
            WeightDecaySchedule = new CosineSchedule(),
            DropoutSchedule = new FlatCosineSchedule(),
            LabelSmoothingSchedule = new CosLog4Schedule(),
            L1Penalty = 1e-5,
            L2Penalty = 1e-4,
            GradientClipNorm = 2,
            GradientClipValue = 0.5,
            WeightAveraging = new ExponentialMovingAverage { Decay = 0.9 },
        };
        var expected = Recipe with
        {
            Optimizer = new Lion { Beta1 = 0.95 },
            LearningRate = 1e-4,
            LearningRateSchedule = new OneCycleSchedule(),
            WeightDecay = 1,
            WeightDecaySchedule = new CosineSchedule(),
            DropoutSchedule = new FlatCosineSchedule(),
            LabelSmoothingSchedule = new CosLog4Schedule(),
            L1Penalty = 1e-5,
            L2Penalty = 1e-4,
            GradientClipNorm = 2,
            GradientClipValue = 0.5,
            WeightAveraging = new ExponentialMovingAverage { Decay = 0.9 },
        };
        Assert.Equal(expected, options.Complete(Recipe, 0));
    }

    [Fact]
    public void AdamDoesNotInheritADecayThatIsMeantToBeDecoupled()
    {
        Assert.Equal(0, new MlpOptions { Optimizer = new Adam() }.Complete(Recipe, 0).WeightDecay);
        Assert.Equal(0.1, new MlpOptions { Optimizer = new Adam(), WeightDecay = 0.1 }.Complete(Recipe, 0).WeightDecay);
        Assert.Equal(0.3, new MlpOptions { Optimizer = new Sgd() }.Complete(Recipe, 0).WeightDecay);
    }

    public static TheoryData<string, Optimizer> BrokenOptimizers => new()
    {
        {
            "MlpOptions.Optimizer.Momentum must be above 0 with Nesterov, but was 0. "
            + "MlpOptions.Optimizer.Dampening must be 0 with Nesterov, but was 0.5.",
            new Sgd { Dampening = 0.5, Nesterov = true }
        },
        { "MlpOptions.Optimizer.Momentum must be at least 0 and below 1, but was 1.", new Sgd { Momentum = 1 } },
        {
            "MlpOptions.Optimizer.Alpha must be at least 0 and below 1, but was NaN. "
            + "MlpOptions.Optimizer.Epsilon must be finite and above 0, but was 0.",
            new RmsProp { Alpha = double.NaN, Epsilon = 0 }
        },
        {
            "MlpOptions.Optimizer.LearningRateDecay must be finite and at least 0, but was -1. "
            + "MlpOptions.Optimizer.InitialAccumulator must be finite and at least 0, but was -1.",
            new Adagrad { LearningRateDecay = -1, InitialAccumulator = -1 }
        },
        { "MlpOptions.Optimizer.Beta1 must be at least 0 and below 1, but was 1.", new Adam { Beta1 = 1 } },
        { "MlpOptions.Optimizer.Beta2 must be at least 0 and below 1, but was -1.", new AdamW { Beta2 = -1 } },
        { "MlpOptions.Optimizer.Beta2 must be at least 0 and below 1, but was 1.", new AdaMax { Beta2 = 1 } },
        { "MlpOptions.Optimizer.MomentumDecay must be finite and at least 0, but was -1.", new NAdam { MomentumDecay = -1 } },
        { "MlpOptions.Optimizer.Epsilon must be finite and above 0, but was -1.", new RAdam { Epsilon = -1 } },
        { "MlpOptions.Optimizer.Beta2 must be at least 0 and below 1, but was 2.", new Lion { Beta2 = 2 } },
    };

    [Theory]
    [MemberData(nameof(BrokenOptimizers))]
    public void AnOptimizersOwnMembersAreChecked(string message, Optimizer optimizer) =>
        Assert.Equal(message, Message(new MlpOptions { Optimizer = optimizer }));

    public static TheoryData<string, Schedule> BrokenSchedules => new()
    {
        {
            "EpochsPerStep must be at least 1, but was 0. #Multiplier must be above 0 and at most 1, but was 2.",
            new StepSchedule { EpochsPerStep = 0, Multiplier = 2 }
        },
        { "Multiplier must be above 0 and at most 1, but was 0.", new ExponentialSchedule { Multiplier = 0 } },
        { "MinimumFactor must be from 0 to 1, but was 2.", new CosineSchedule { MinimumFactor = 2 } },
        {
            "FirstCycleEpochs must be at least 1, but was 0. #CycleGrowth must be at least 1, but was 0. "
            + "#MinimumFactor must be from 0 to 1, but was -1.",
            new WarmRestartsSchedule { FirstCycleEpochs = 0, CycleGrowth = 0, MinimumFactor = -1 }
        },
        {
            "WarmupFraction must be from 0 to 1, but was 2. #InitialDivisor must be finite and at least 1, but was 0. "
            + "#FinalDivisor must be finite and at least 1, but was Infinity.",
            new OneCycleSchedule { WarmupFraction = 2, InitialDivisor = 0, FinalDivisor = double.PositiveInfinity }
        },
        {
            "Epochs must be finite and above 0, but was 0. #StartFactor must be above 0 and at most 1, but was 0. "
            + "#Then.MinimumFactor must be from 0 to 1, but was NaN.",
            new LinearWarmupSchedule { Epochs = 0, StartFactor = 0, Then = new CosineSchedule { MinimumFactor = double.NaN } }
        },
        { "Then must be a schedule, but was null.", new LinearWarmupSchedule { Then = null! } },
        {
            "Multiplier must be above 0 and at most 1, but was 0. #Patience must be at least 0, but was -1. "
            + "#Threshold must be at least 0 and below 1, but was 1. #Cooldown must be at least 0, but was -1. "
            + "#MinimumFactor must be from 0 to 1, but was 2.",
            new ReduceOnPlateauSchedule { Multiplier = 0, Patience = -1, Threshold = 1, Cooldown = -1, MinimumFactor = 2 }
        },
        { "WarmupEpochs must be finite and above 0, but was 0.", new InverseSquareRootSchedule { WarmupEpochs = 0 } },
    };

    [Theory]
    [MemberData(nameof(BrokenSchedules))]
    public void ASchedulesOwnMembersAreChecked(string message, Schedule schedule)
    {
        string Expect(string member) => "MlpOptions." + member + "." + message.Replace("#", "MlpOptions." + member + ".");
        Assert.Equal(Expect("LearningRateSchedule"), Message(new MlpOptions { LearningRateSchedule = schedule }));
        Assert.Equal(Expect("WeightDecaySchedule"), Message(new MlpOptions { WeightDecaySchedule = schedule }));
        Assert.Equal(Expect("DropoutSchedule"), Message(new MlpOptions { DropoutSchedule = schedule }));
        Assert.Equal(Expect("LabelSmoothingSchedule"), Message(new MlpOptions { LabelSmoothingSchedule = schedule }));
    }

    [Fact]
    public void PenaltiesAndLimitsAreChecked() => Assert.Equal(
        "MlpOptions.L1Penalty must be finite and at least 0, but was -1. "
        + "MlpOptions.L2Penalty must be finite and at least 0, but was NaN. "
        + "MlpOptions.GradientClipValue must be finite and at least 0, but was Infinity.",
        Message(new MlpOptions { L1Penalty = -1, L2Penalty = double.NaN, GradientClipValue = double.PositiveInfinity }));

    [Fact]
    public void AnAveragesOwnMembersAreChecked()
    {
        Assert.Equal(
            "MlpOptions.WeightAveraging.Decay must be at least 0 and below 1, but was 1.",
            Message(new MlpOptions { WeightAveraging = new ExponentialMovingAverage { Decay = 1 } }));
        Assert.Equal(
            "MlpOptions.WeightAveraging.StartFraction must be at least 0 and below 1, but was NaN.",
            Message(new MlpOptions { WeightAveraging = new StochasticWeightAveraging { StartFraction = double.NaN } }));
    }

    [Fact]
    public void TheModelRecordsOptimizerAndSchedules()
    {
        var options = new MlpOptions
        {
            Optimizer = new Sgd { Momentum = 0.9, Nesterov = true },
            LearningRateSchedule = new LinearWarmupSchedule { Then = new WarmRestartsSchedule() },
            WeightAveraging = new StochasticWeightAveraging { StartFraction = 0.5 },
        };
        var read = JsonSerializer.Deserialize<MlpOptions>(JsonSerializer.Serialize(options, ModelJson.Options), ModelJson.Options)!;
        Assert.Equal(options.Optimizer, read.Optimizer);
        Assert.Equal(options.LearningRateSchedule, read.LearningRateSchedule);
        Assert.Equal(options.WeightAveraging, read.WeightAveraging);
    }

    private string Message(MlpOptions options) =>
        Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.Mlp(options)).Message;
}
