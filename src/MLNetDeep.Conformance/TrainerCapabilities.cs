namespace MLNetDeep.Conformance;

/// <summary>What a trainer claims to do beyond what all do. A check of something unclaimed does not apply.</summary>
[Flags]
public enum TrainerCapabilities
{
    /// <summary>Nothing beyond what all trainers do.</summary>
    None = 0,

    /// <summary>Its seed decides what is learned: another seed gives another model.</summary>
    Randomness = 1,

    /// <summary>It has a seed of its own, <see cref="TrainingRequest.Seed"/>; the context of the request then has none.</summary>
    OwnSeed = 2,

    /// <summary>It learns in batches and epochs, and takes <see cref="TrainingRequest.BatchSize"/> and
    /// <see cref="TrainingRequest.MaximumEpochCount"/>.</summary>
    Batches = 4,

    /// <summary>It keeps to <see cref="TrainingRequest.MaximumTime"/>.</summary>
    TimeBudget = 8,

    /// <summary>It stops soon with an <see cref="OperationCanceledException"/> when its context is cancelled.</summary>
    Cancellation = 16,
}
