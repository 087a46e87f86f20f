namespace MLNetDeep.Training;

/// <summary>Falls along half a cosine to 0 (arXiv:1608.03983, one cycle).</summary>
public sealed record CosineSchedule : Schedule
{
    internal override double Factor(in ScheduleTime time) => 0.5 * (1 + Math.Cos(Math.PI * time.Progress));
}
