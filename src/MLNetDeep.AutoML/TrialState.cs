namespace MLNetDeep.AutoML;

/// <summary>How far a trial of a study has come.</summary>
public enum TrialState
{
    /// <summary>Asked for, but not begun.</summary>
    Waiting,

    /// <summary>Some worker fits it, or died while it did.</summary>
    Running,

    /// <summary>All folds are measured.</summary>
    Completed,

    /// <summary>Ended early, since it did worse than others at the same point.</summary>
    Pruned,

    /// <summary>Ended by an error, a limit or a score that is no number; <see cref="Trial.Reason"/> tells.</summary>
    Failed,
}
