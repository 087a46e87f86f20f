namespace MLNetDeep.Training;

/// <summary>Stays at 1 for the first half, then falls along half a cosine to 0 (RealMLP's flat_cos, arXiv:2407.04491).</summary>
public sealed record FlatCosineSchedule : Schedule
{
    internal override double Factor(in ScheduleTime time) => HalfCosine(0, Math.Max(2 * time.Progress - 1, 0));
}
