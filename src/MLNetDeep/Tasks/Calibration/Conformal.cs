namespace MLNetDeep.Tasks;

/// <summary>The rank rule of split-conformal prediction.</summary>
internal static class Conformal
{
    /// <summary>The value that the ⌈(n + 1) · coverage⌉-th smallest of n scores has.</summary>
    /// <param name="scores">How badly each held-out row is predicted; sorted in place.</param>
    /// <param name="coverage">The share of new rows that shall be no worse.</param>
    /// <param name="option">The option that asks, for the message.</param>
    /// <exception cref="InvalidOperationException">There are too few rows for that share.</exception>
    public static double Threshold(double[] scores, double coverage, string option)
    {
        // Less a hair, so that (9 + 1) · 0.9 is 9 and not what the rounding of 0.9 makes of it.
        var rank = (int)Math.Ceiling(((scores.Length + 1) * coverage) - 1e-9);
        if (rank > scores.Length)
        {
            var needed = (int)Math.Ceiling((coverage / (1 - coverage)) - 1e-9);
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Validation data must have at least {needed} rows for {option} of {coverage}, but had {scores.Length}."));
        }
        Array.Sort(scores);
        return scores[Math.Max(rank, 1) - 1];
    }
}
