namespace MLNetDeep.AutoML;

/// <summary>Wilcoxon's signed-rank test (Wilcoxon 1945, "Individual comparisons by ranking methods").</summary>
internal static class SignedRankTest
{
    /// <summary>
    /// The probability that differences without direction have a sum of the ranks of positive ones at least as large as these have. Exact,
    /// with ties too: all signs of the ranks that there are count. Differences of 0 are left out, as Wilcoxon did.
    /// </summary>
    public static double Greater(IReadOnlyList<double> differences)
    {
        double[] rest = [.. differences.Where(difference => difference != 0)];
        int[] doubled = [.. rest.Select(difference => DoubledRank(rest, difference))]; // whole numbers, also where ranks are shared
        int observed = doubled.Where((_, i) => rest[i] > 0).Sum();
        double[] chances = new double[doubled.Sum() + 1]; // of each sum
        chances[0] = 1;
        foreach (int rank in doubled)
        {
            for (int sum = chances.Length - 1; sum >= 0; sum--)
                chances[sum] = (chances[sum] + (sum >= rank ? chances[sum - rank] : 0)) / 2;
        }

        return Math.Min(1, chances.Skip(observed).Sum());
    }

    private static int DoubledRank(double[] all, double one)
    {
        int below = all.Count(other => Math.Abs(other) < Math.Abs(one));
        int equal = all.Count(other => Math.Abs(other) == Math.Abs(one));
        return 2 * below + equal + 1;
    }
}
