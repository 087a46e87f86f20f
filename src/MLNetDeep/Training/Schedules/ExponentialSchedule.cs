namespace MLNetDeep.Training;

/// <summary>Falls by the same factor over every epoch, smoothly (PyTorch's ExponentialLR at the ends of epochs).</summary>
public sealed record ExponentialSchedule : Schedule
{
    /// <summary>What is left after an epoch.</summary>
    /// <value>Default 0.95, a common choice: a tenth after 45 epochs. Above 0 and at most 1.</value>
    public double Multiplier { get; init; } = 0.95;

    internal override double Factor(in ScheduleTime time) => Math.Pow(Multiplier, time.Epochs);

    internal override void Check(OptionRules rules) => RequireFactor(rules, Multiplier, nameof(Multiplier));
}
