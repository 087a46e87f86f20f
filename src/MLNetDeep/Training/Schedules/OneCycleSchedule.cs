namespace MLNetDeep.Training;

/// <summary>Rises along half a cosine to the peak and falls along another far below its start (arXiv:1708.07120).</summary>
/// <remarks>
/// PyTorch's OneCycleLR with two phases and without its cycle of momentum: the last step of the fit has the smallest factor. A fit of one
/// step takes the peak.
/// </remarks>
public sealed record OneCycleSchedule : Schedule
{
    /// <summary>The share of the fit that rises.</summary>
    /// <value>Default 0.3, PyTorch's. From 0 to 1.</value>
    public double WarmupFraction { get; init; } = 0.3;

    /// <summary>The first step has the peak over this.</summary>
    /// <value>Default 25, PyTorch's. Finite and at least 1.</value>
    public double InitialDivisor { get; init; } = 25;

    /// <summary>The last step has the first one's factor over this.</summary>
    /// <value>Default 1e4, PyTorch's. Finite and at least 1.</value>
    public double FinalDivisor { get; init; } = 1e4;

    internal override double Factor(in ScheduleTime time)
    {
        if (time.StepCount == 1)
            return 1;
        double start = 1 / InitialDivisor;
        double peak = WarmupFraction * time.StepCount - 1;
        if (time.Step <= peak)
            return peak > 0 ? HalfCosine(start, 1 - time.Step / peak) : 1;
        double last = time.StepCount - 1;
        return HalfCosine(start / FinalDivisor, (time.Step - Math.Max(peak, 0)) / (last - Math.Max(peak, 0)));
    }

    internal override void Check(OptionRules rules)
    {
        RequireFraction(rules, WarmupFraction, nameof(WarmupFraction));
        RequireDivisor(rules, InitialDivisor, nameof(InitialDivisor));
        RequireDivisor(rules, FinalDivisor, nameof(FinalDivisor));
    }

    private static void RequireDivisor(OptionRules rules, double value, string member) =>
        rules.Require(double.IsFinite(value) && value >= 1, member, "finite and at least 1", value);
}
