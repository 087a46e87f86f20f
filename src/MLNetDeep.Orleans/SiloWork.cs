namespace MLNetDeep.Orleans;

/// <summary>What a silo does for a study.</summary>
[GenerateSerializer]
public enum SiloWork
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It runs trials, or waits for those of other silos.</summary>
    Working,

    /// <summary>It worked until there was nothing left to do.</summary>
    Done,
}
