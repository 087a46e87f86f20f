namespace MLNetDeep.Comparison;

/// <summary>
/// Holm's correction of the p-values of several tests ("A simple sequentially rejective multiple test procedure", Scandinavian Journal of
/// Statistics 6, 1979): the chance of any false alarm stays below the level.
/// </summary>
internal static class HolmCorrection
{
    /// <summary>The p-values that may be held against the level one by one; NaN, a test that could not be made, does not count.</summary>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        int[] order = [.. Enumerable.Range(0, pValues.Count).Where(i => !double.IsNaN(pValues[i])).OrderBy(i => pValues[i])];
        double[] adjusted = [.. pValues];
        var most = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            most = Math.Max(most, Math.Min(1, (order.Length - i) * pValues[order[i]]));
            adjusted[order[i]] = most;
        }
        return adjusted;
    }
}
