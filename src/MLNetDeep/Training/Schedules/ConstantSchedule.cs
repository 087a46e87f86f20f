namespace MLNetDeep.Training;

/// <summary>Stays at 1.</summary>
public sealed record ConstantSchedule : Schedule
{
    internal override double Factor(in ScheduleTime time) => 1;
}
