namespace MLNetDeep.Training;

/// <summary>Bins with as many rows in each.</summary>
internal static class QuantileBins
{
    /// <summary>The different ones among the evenly spaced quantiles, as rtdl_num_embeddings takes them.</summary>
    /// <param name="values">The column; it is sorted.</param>
    /// <param name="binCount">Most bins.</param>
    /// <returns>Ascending edges, one more than there are bins; one alone when the column is constant.</returns>
    public static float[] Edges(Span<float> values, int binCount)
    {
        values.Sort();
        var edges = new List<float>(binCount + 1);
        for (int i = 0; i <= binCount; i++)
        {
            float edge = (float)InputNormalization.Quantile(values, (double)i / binCount);
            // A bin narrower than this has no slope in float32.
            if (edges.Count == 0 || 1 / (edge - edges[^1]) is > 0 and < float.PositiveInfinity)
                edges.Add(edge);
        }

        return [.. edges];
    }
}
