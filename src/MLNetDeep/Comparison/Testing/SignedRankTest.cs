namespace MLNetDeep.Comparison;

/// <summary>
/// Wilcoxon's signed-rank test (Biometrics Bulletin 1, 1945) of whether differences are symmetric about 0. Differences of 0 are left out,
/// as
/// he did.
/// </summary>
internal static class SignedRankTest
{
    /// <summary>Up to this many differences all signs are counted through; more are nearly normal.</summary>
    private const int ExactLimit = 50;

    /// <summary>The two-sided p-value; 1 when nothing differs, NaN when a difference is none.</summary>
    public static double PValue(IReadOnlyList<double> differences)
    {
        if (differences.Any(double.IsNaN))
            return double.NaN;
        var kept = differences.Where(d => d != 0).ToArray();
        if (kept.Length == 0)
            return 1;
        var ranks = Ranks.Of(Array.ConvertAll(kept, Math.Abs));
        var positive = kept.Zip(ranks).Where(pair => pair.First > 0).Sum(pair => pair.Second);
        return kept.Length <= ExactLimit ? Exact(ranks, positive) : Normal(ranks, positive);
    }

    /// <summary>
    /// Counts how many choices of signs give each sum of positive ranks; with equal differences given their shared ranks.
    /// </summary>
    private static double Exact(double[] ranks, double positive)
    {
        // Shared ranks are halves: doubled, all are whole.
        var doubled = Array.ConvertAll(ranks, rank => (int)Math.Round(2 * rank));
        var total = doubled.Sum();
        var share = new double[total + 1];
        share[0] = 1;
        foreach (var rank in doubled)
        {
            for (var sum = total; sum >= 0; sum--)
                share[sum] = (share[sum] + (sum >= rank ? share[sum - rank] : 0)) / 2;
        }
        var seen = (int)Math.Round(2 * positive);
        var extreme = Math.Min(seen, total - seen);
        return Math.Min(1, 2 * share.Take(extreme + 1).Sum());
    }

    private static double Normal(double[] ranks, double positive)
    {
        double n = ranks.Length;
        var mean = n * (n + 1) / 4;
        var variance = (n * (n + 1) * ((2 * n) + 1) / 24) - (Ranks.TieSum(ranks) / 48);
        return 2 * Distributions.NormalBelow(-Math.Abs(positive - mean) / Math.Sqrt(variance));
    }
}
