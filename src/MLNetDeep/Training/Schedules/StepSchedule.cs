namespace MLNetDeep.Training;

/// <summary>Falls by a factor every so many epochs, and is constant between (PyTorch's StepLR).</summary>
public sealed record StepSchedule : Schedule
{
    /// <summary>Epochs from one fall to the next.</summary>
    /// <value>Default 30, as PyTorch's ImageNet example has it. At least 1.</value>
    public int EpochsPerStep { get; init; } = 30;

    /// <summary>What is left after a fall.</summary>
    /// <value>Default 0.1, PyTorch's. Above 0 and at most 1.</value>
    public double Multiplier { get; init; } = 0.1;

    internal override double Factor(in ScheduleTime time) =>
        Math.Pow(Multiplier, time.Step / ((long)EpochsPerStep * time.StepsPerEpoch));

    internal override void Check(OptionRules rules)
    {
        rules.Require(EpochsPerStep >= 1, nameof(EpochsPerStep), "at least 1", EpochsPerStep);
        RequireFactor(rules, Multiplier, nameof(Multiplier));
    }
}
