namespace MLNetDeep.Training;

/// <summary>
/// Four cosine cycles over the fit, each twice as long as the one before, from 0 up to 1 and back: RealMLP's coslog4,
/// (1 - cos(2 pi log2(1 + 15 t))) / 2 (arXiv:2407.04491). A fit of one step takes 1.
/// </summary>
public sealed record CosLog4Schedule : Schedule
{
    internal override double Factor(in ScheduleTime time) =>
        time.StepCount == 1 ? 1 : 0.5 * (1 - Math.Cos(2 * Math.PI * Math.Log2(1 + 15 * time.Progress)));
}
