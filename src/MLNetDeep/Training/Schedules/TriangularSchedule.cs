namespace MLNetDeep.Training;

/// <summary>Rises along a line to 1 and falls along another, the schedule of the fast CIFAR-10 recipes.</summary>
/// <remarks>
/// David Page's cifar10-fast made it popular (arXiv:1708.07120 has the cycle); airbench (arXiv:2404.00498) rises from 0.2 over 23 % of
/// the fit. The factor is <c>numpy.interp(step, [0, PeakFraction * steps, steps], [StartFactor, 1, EndFactor])</c>.
/// </remarks>
/// <example>
/// <code>
/// var options = new CnnOptions { LearningRateSchedule = new TriangularSchedule { EndFactor = 0.07 } };
/// </code>
/// </example>
public sealed record TriangularSchedule : Schedule
{
    /// <summary>Where it starts.</summary>
    /// <value>Default 0.2, airbench's; cifar10-fast's is 0. From 0 to 1.</value>
    public double StartFactor { get; init; } = 0.2;

    /// <summary>The share of the fit that rises.</summary>
    /// <value>Default 0.23, airbench's. From 0 to 1.</value>
    public double PeakFraction { get; init; } = 0.23;

    /// <summary>What it falls to; the last step has a little more.</summary>
    /// <value>Default 0, cifar10-fast's; airbench's is 0.07. From 0 to 1.</value>
    public double EndFactor { get; init; }

    internal override double Factor(in ScheduleTime time)
    {
        if (time.StepCount == 1)
            return 1;
        double progress = time.Progress;
        return progress < PeakFraction
            ? StartFactor + (1 - StartFactor) * progress / PeakFraction
            : 1 + (EndFactor - 1) * (progress - PeakFraction) / Math.Max(1 - PeakFraction, double.Epsilon);
    }

    internal override void Check(OptionRules rules)
    {
        RequireFraction(rules, StartFactor, nameof(StartFactor));
        RequireFraction(rules, PeakFraction, nameof(PeakFraction));
        RequireFraction(rules, EndFactor, nameof(EndFactor));
    }
}
