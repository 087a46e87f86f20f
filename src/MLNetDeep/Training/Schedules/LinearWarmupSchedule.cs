namespace MLNetDeep.Training;

/// <summary>Rises along a line to 1, then follows another schedule, which begins there (arXiv:1706.02677, section 2.2).</summary>
/// <example>
/// <code>
/// var schedule = new LinearWarmupSchedule { Epochs = 2, Then = new CosineSchedule() };
/// </code>
/// </example>
public sealed record LinearWarmupSchedule : Schedule
{
    /// <summary>How long it rises, in epochs.</summary>
    /// <value>Default 1; arXiv:1706.02677 takes 5 of 90. Finite and above 0.</value>
    public double Epochs { get; init; } = 1;

    /// <summary>Where it starts.</summary>
    /// <value>Default 0.01. Above 0, so that the first step is not lost, and at most 1.</value>
    public double StartFactor { get; init; } = 0.01;

    /// <summary>What comes after the rise; the rest of the fit is the whole of its time.</summary>
    /// <value>Default <see cref="ConstantSchedule"/>.</value>
    public Schedule Then { get; init; } = new ConstantSchedule();

    internal override double Factor(in ScheduleTime time)
    {
        long warmup = (long)Math.Round(Math.Min(Epochs * time.StepsPerEpoch, long.MaxValue / 2));
        return time.Step < warmup
            ? StartFactor + (1 - StartFactor) * time.Step / warmup
            : Then.Factor(time with { Step = time.Step - warmup, StepCount = Math.Max(time.StepCount - warmup, 1) });
    }

    internal override void Check(OptionRules rules)
    {
        rules.RequirePositive(Epochs, nameof(Epochs));
        RequireFactor(rules, StartFactor, nameof(StartFactor));
        rules.Require(Then is not null, nameof(Then), "a schedule", Then);
        rules.Check(Then, nameof(Then), static (schedule, inner) => schedule.Check(inner));
    }
}
