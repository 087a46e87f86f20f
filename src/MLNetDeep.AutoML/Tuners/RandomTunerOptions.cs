namespace MLNetDeep.AutoML;

/// <summary>How a <see cref="RandomTuner"/> searches.</summary>
public sealed record RandomTunerOptions
{
    /// <summary>Where its random numbers start.</summary>
    /// <value>Default 0. Any number.</value>
    public int Seed { get; init; }

    /// <summary>Whether trial 0 is the default setting.</summary>
    /// <value>Default true: a search should not end below where it began.</value>
    public bool StartsWithDefaults { get; init; } = true;
}
