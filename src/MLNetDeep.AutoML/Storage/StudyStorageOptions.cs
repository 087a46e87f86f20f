namespace MLNetDeep.AutoML;

/// <summary>How the workers of a study share its store.</summary>
public sealed record StudyStorageOptions
{
    /// <summary>How long a call waits while other workers write, before it fails.</summary>
    /// <value>
    /// Default 60 seconds, at least 1 second. A setting is proposed while the store is locked, so it is longer than any tuner thinks.
    /// </value>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A worker that was not heard of for this long is taken for gone, and its trial is begun again by another.</summary>
    /// <value>
    /// Default 60 seconds, above 0; the same for all workers. It counts for workers of other machines; on the same machine a worker is gone
    /// once its process is.
    /// </value>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A trial whose worker died this often, with no fold finished in between, has failed: it may be what kills them.</summary>
    /// <value>Default 3, at least 1.</value>
    public int MaximumAttempts { get; init; } = 3;

    internal void Check(OptionRules rules)
    {
        rules.Require(LockTimeout >= TimeSpan.FromSeconds(1), nameof(LockTimeout), "at least 1 second", LockTimeout);
        rules.Require(StaleAfter > TimeSpan.Zero, nameof(StaleAfter), "above 0", StaleAfter);
        rules.Require(MaximumAttempts >= 1, nameof(MaximumAttempts), "at least 1", MaximumAttempts);
    }
}
