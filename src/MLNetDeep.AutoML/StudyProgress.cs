namespace MLNetDeep.AutoML;

/// <summary>Where a study stands, all its workers together.</summary>
public sealed record StudyProgress
{
    /// <summary>Trials that are asked for; null when only time or patience ends the study.</summary>
    public int? TrialCount { get; init; }

    /// <summary>Trials that are finished, well or not.</summary>
    public int DoneCount => CompletedCount + PrunedCount + FailedCount;

    /// <summary>Trials with all folds measured.</summary>
    public int CompletedCount { get; init; }

    /// <summary>Trials ended early, since they did worse than others at the same point.</summary>
    public int PrunedCount { get; init; }

    /// <summary>Trials that an error or a limit ended.</summary>
    public int FailedCount { get; init; }

    /// <summary>Trials at work.</summary>
    public int RunningCount { get; init; }

    /// <summary>The best completed trial so far; null before the first.</summary>
    public Trial? Best { get; init; }

    /// <summary>The trial whose beginning, fold or end this tells of; null for the study as a whole.</summary>
    public Trial? Latest { get; init; }

    /// <summary>Time since this run of the study began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How long it may still take, by the pace so far and the limits; null when neither tells.</summary>
    public TimeSpan? TimeLeft { get; init; }
}
