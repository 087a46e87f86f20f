namespace MLNetDeep.Orleans;

/// <summary>How far a study on a cluster has come.</summary>
[GenerateSerializer]
public sealed record StudyStatus
{
    /// <summary>Whether the silos are to work on it.</summary>
    [Id(0)]
    public bool IsStarted { get; init; }

    /// <summary>Whether a silo has found nothing left to do, and no trial runs.</summary>
    [Id(1)]
    public bool IsDone { get; init; }

    /// <summary>Trials with all folds measured.</summary>
    [Id(2)]
    public int CompletedCount { get; init; }

    /// <summary>Trials ended early for doing worse than others.</summary>
    [Id(3)]
    public int PrunedCount { get; init; }

    /// <summary>Trials ended by an error or a limit.</summary>
    [Id(4)]
    public int FailedCount { get; init; }

    /// <summary>Trials at work, those of silos that have just died among them.</summary>
    [Id(5)]
    public int RunningCount { get; init; }

    /// <summary>The best score so far, in the metric's own direction; null before the first.</summary>
    [Id(6)]
    public double? BestScore { get; init; }

    /// <summary>Number of the trial that has it; null before the first.</summary>
    [Id(7)]
    public int? BestTrial { get; init; }

    /// <summary>What the silos said within the last seconds, by their addresses.</summary>
    [Id(8)]
    public IReadOnlyDictionary<string, SiloWork> Silos { get; init; } = new Dictionary<string, SiloWork>();
}
