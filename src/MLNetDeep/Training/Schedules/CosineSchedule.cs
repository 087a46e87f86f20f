namespace MLNetDeep.Training;

/// <summary>Falls along half a cosine over the whole fit (arXiv:1608.03983, one cycle; PyTorch's CosineAnnealingLR).</summary>
public sealed record CosineSchedule : Schedule
{
    /// <summary>Where it ends.</summary>
    /// <value>Default 0 (arXiv:1608.03983). From 0 to 1.</value>
    public double MinimumFactor { get; init; }

    internal override double Factor(in ScheduleTime time) => HalfCosine(MinimumFactor, time.Progress);

    internal override void Check(OptionRules rules) => RequireFraction(rules, MinimumFactor, nameof(MinimumFactor));
}
