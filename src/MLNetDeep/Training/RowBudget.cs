namespace MLNetDeep.Training;

/// <summary>What rows cost in memory.</summary>
internal static class RowBudget
{
    /// <summary>Bytes that the rows of a fit may take.</summary>
    public static long Bytes(DeepTrainerOptions options) =>
        options.MemoryBudget ?? Math.Max(1 << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>
    /// How many rows are held at most. A fit in memory holds them raw and encoded, each of these twice for a moment, so that half the
    /// budget is for the peaks.
    /// </summary>
    public static long RowsInMemory(RowLayout layout, InputColumns inputs, long budget)
    {
        const int WidestOneHot = 16;
        long encoded = layout.HasBytes ? 0 : inputs.FeatureCount + inputs.ValueCounts.Sum(count => (long)Math.Min(count, WidestOneHot));
        long floats = 2 * (layout.Width + encoded);
        return Math.Max(1, budget / 2 / (floats * sizeof(float)));
    }
}
