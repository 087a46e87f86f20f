namespace MLNetDeep.Training;

/// <summary>Stays at 1 for the first half, then falls along half a cosine to 0 (RealMLP's flat_cos, arXiv:2407.04491).</summary>
public sealed record FlatCosineSchedule : Schedule
{
    internal override double Factor(in ScheduleTime time) =>
        time.Progress < 0.5 ? 1 : 0.5 * (1 + Math.Cos(Math.PI * (2 * time.Progress - 1)));
}
