namespace MLNetDeep;

/// <summary>Why a fit ended.</summary>
public enum TrainingStopReason
{
    /// <summary>All epochs allowed were run.</summary>
    EpochCountReached,

    /// <summary>The validation metric had not improved for as many epochs as the patience allows.</summary>
    NoImprovement,

    /// <summary>An epoch made no mistake, so that a perceptron would not change any more.</summary>
    NoError,

    /// <summary>A callback asked for it; <see cref="TrainingHistory.StopMessage"/> says why.</summary>
    CallbackRequested,

    /// <summary>The time allowed had passed.</summary>
    TimeBudgetReached,

    /// <summary>The fit was cancelled, and its options ask for the best so far.</summary>
    Cancelled,
}
