namespace MLNetDeep.AutoML;

/// <summary>Why a study made no further trials.</summary>
public enum StudyStopReason
{
    /// <summary>All trials that were asked for are done.</summary>
    TrialCountReached,

    /// <summary>The time was up; trials that ran then are given back and go on when the study does.</summary>
    TimeReached,

    /// <summary>Nothing had improved for as many trials as the patience allows.</summary>
    NoImprovement,

    /// <summary>The tuner had proposed all that it can: a grid was tried whole.</summary>
    SpaceExhausted,

    /// <summary>The caller cancelled; trials that ran then are given back and go on when the study does.</summary>
    Cancelled,
}
