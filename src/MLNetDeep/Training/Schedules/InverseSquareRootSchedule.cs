namespace MLNetDeep.Training;

/// <summary>Rises along a line, then falls with the root of the steps done (arXiv:1706.03762, section 5.3, with a peak of 1).</summary>
public sealed record InverseSquareRootSchedule : Schedule
{
    /// <summary>How long it rises, in epochs; after four times as long it is half.</summary>
    /// <value>Default 1; arXiv:1706.03762 rises over 4,000 steps. Finite and above 0.</value>
    public double WarmupEpochs { get; init; } = 1;

    internal override double Factor(in ScheduleTime time)
    {
        double warmup = Math.Max(WarmupEpochs * time.StepsPerEpoch, 1);
        double step = time.Step + 1.0;
        return Math.Min(step / warmup, Math.Sqrt(warmup / step));
    }

    internal override void Check(OptionRules rules) => rules.RequirePositive(WarmupEpochs, nameof(WarmupEpochs));
}
