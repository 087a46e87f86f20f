namespace MLNetDeep.Training;

/// <summary>The step size over a fit and the batch size of one.</summary>
internal static class Schedules
{
    /// <summary>Share of the peak step size.</summary>
    /// <param name="schedule">The shape.</param>
    /// <param name="progress">Steps done over all steps, from 0 to 1.</param>
    public static double Factor(LearningRateSchedule schedule, double progress) => schedule switch
    {
        LearningRateSchedule.Constant => 1,
        LearningRateSchedule.Cosine => 0.5 * (1 + Math.Cos(Math.PI * progress)),
        LearningRateSchedule.FlatCosine => progress < 0.5 ? 1 : 0.5 * (1 + Math.Cos(Math.PI * (2 * progress - 1))),
        _ => throw new ArgumentOutOfRangeException(nameof(schedule), schedule, "The schedule is unknown."),
    };

    /// <summary>RealMLP's automatic batch size (pytabkit): larger data, larger batches.</summary>
    /// <param name="rows">Training rows.</param>
    public static int AutomaticBatchSize(int rows) => rows switch
    {
        <= 1024 => 64,
        <= 8192 => 128,
        <= 30_000 => 256,
        <= 100_000 => 512,
        _ => 1024,
    };
}
