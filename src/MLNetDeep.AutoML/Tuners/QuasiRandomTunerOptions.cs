namespace MLNetDeep.AutoML;

/// <summary>How a <see cref="QuasiRandomTuner"/> searches.</summary>
public sealed record QuasiRandomTunerOptions
{
    /// <summary>Where its random numbers start.</summary>
    /// <value>Default 0. Any number.</value>
    public int Seed { get; init; }

    /// <summary>Whether the digits of the points are permuted at random.</summary>
    /// <value>Default true; without, coordinates of more than some six options move together (arXiv:1706.02808).</value>
    public bool IsScrambled { get; init; } = true;

    /// <summary>Whether trial 0 is the default setting.</summary>
    /// <value>Default true: a search should not end below where it began.</value>
    public bool StartsWithDefaults { get; init; } = true;
}
