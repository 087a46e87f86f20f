using MLNetDeep.Training;

namespace MLNetDeep.AutoML;

/// <summary>What a tuner's random numbers are for: uses do not disturb each other.</summary>
internal enum TunerUse
{
    /// <summary>Settings before anything is known.</summary>
    Startup,

    /// <summary>Candidates that a model chooses from.</summary>
    Candidates,

    /// <summary>Steps away from the best setting so far.</summary>
    Steps,

    /// <summary>Where a search begins again.</summary>
    Restarts,

    /// <summary>The digits of a quasi-random sequence.</summary>
    Digits,

    /// <summary>Options that a tuner's own way does not cover.</summary>
    Others,
}

/// <summary>
/// All chance of a tuner. The numbers of a trial depend on the seed, the use and the trial's number alone, so that a tuner that was told
/// the same proposes the same, in any process.
/// </summary>
internal static class TunerRandom
{
    /// <summary>The numbers for one use.</summary>
    /// <param name="seed">The tuner's.</param>
    /// <param name="use">What they are for.</param>
    /// <param name="index">Which of that: the trial's number, mostly.</param>
    public static RandomNumbers For(int seed, TunerUse use, long index) =>
        new(RandomNumbers.Mix(RandomNumbers.Mix(RandomNumbers.Mix(unchecked((uint)seed)) ^ (ulong)use) ^ unchecked((ulong)index)));
}
