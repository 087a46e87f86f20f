namespace MLNetDeep.Training;

/// <summary>Half cosines, one after the other, each from the top again (SGDR, arXiv:1608.03983; CosineAnnealingWarmRestarts).</summary>
public sealed record WarmRestartsSchedule : Schedule
{
    /// <summary>Length of the first cycle, in epochs.</summary>
    /// <value>Default 10 (arXiv:1608.03983, T_0 of 1, 10, 50, 100 or 200). At least 1.</value>
    public int FirstCycleEpochs { get; init; } = 10;

    /// <summary>How many times longer than the one before each cycle is.</summary>
    /// <value>Default 2 (arXiv:1608.03983, T_mult); 1 keeps the length. At least 1.</value>
    public int CycleGrowth { get; init; } = 2;

    /// <summary>Where each cycle ends.</summary>
    /// <value>Default 0 (arXiv:1608.03983). From 0 to 1.</value>
    public double MinimumFactor { get; init; }

    internal override double Factor(in ScheduleTime time)
    {
        double length = (double)FirstCycleEpochs * time.StepsPerEpoch; // in steps, which double holds exactly
        double rest = time.Step;
        if (CycleGrowth == 1)
            return HalfCosine(MinimumFactor, rest % length / length);
        while (rest >= length)
        {
            rest -= length;
            length *= CycleGrowth;
        }

        return HalfCosine(MinimumFactor, rest / length);
    }

    internal override void Check(OptionRules rules)
    {
        rules.Require(FirstCycleEpochs >= 1, nameof(FirstCycleEpochs), "at least 1", FirstCycleEpochs);
        rules.Require(CycleGrowth >= 1, nameof(CycleGrowth), "at least 1", CycleGrowth);
        RequireFraction(rules, MinimumFactor, nameof(MinimumFactor));
    }
}
