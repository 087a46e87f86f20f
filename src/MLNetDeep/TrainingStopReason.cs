namespace MLNetDeep;

/// <summary>Why a fit ended.</summary>
public enum TrainingStopReason
{
    /// <summary>All epochs allowed were run.</summary>
    EpochCountReached,

    /// <summary>The validation loss had not improved for as many epochs as the patience allows.</summary>
    NoImprovement,
}
