namespace Microsoft.ML.Trainers.FastTree.Binning;

/// <summary>The upper bounds of a feature's bins, found from its values.</summary>
internal static class BinBounds
{
    /// <summary>One bin for everything: the feature cannot be split.</summary>
    private static readonly float[] Trivial = [float.PositiveInfinity];

    /// <param name="values">All values that are not zero, in any order; sorted here. No NaN.</param>
    /// <param name="zeros">How many further values are zero.</param>
    /// <param name="maximumBins">At least 1.</param>
    /// <param name="minimumRows">A feature that has no cut with this many rows on both sides gets a single bin.</param>
    /// <returns>Rising bounds; a value belongs to the first bin whose bound is not below it. The last is infinite.</returns>
    public static float[] Find(Span<float> values, int zeros, int maximumBins, int minimumRows)
    {
        values.Sort();
        var distinct = new float[values.Length + 1];
        var counts = new int[values.Length + 1];
        var size = CountDistinct(values, zeros, distinct, counts);
        if (size < 2 || maximumBins < 2 || !HasCut(counts.AsSpan(0, size), minimumRows)) return Trivial;

        var bins = Math.Min(size, maximumBins);
        var cuts = size <= maximumBins ? null : EqualMassCuts.Find(counts.AsSpan(0, size), bins);
        var bounds = new float[bins];
        for (var bin = 1; bin < bins; bin++)
        {
            var first = cuts is null ? bin : cuts[bin];
            bounds[bin - 1] = Between(distinct[first - 1], distinct[first]);
        }
        bounds[^1] = float.PositiveInfinity;
        return bounds;
    }

    /// <summary>The bin of a value: the first whose bound is not below it.</summary>
    public static int BinOf(float[] bounds, float value)
    {
        var (low, high) = (0, bounds.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (value <= bounds[middle]) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /// <summary>Halfway between two values, yet below the upper one, whatever the rounding: bounds are inclusive.</summary>
    private static float Between(float low, float high)
    {
        var middle = (float)(((double)low + high) / 2);
        return middle < high ? middle : low;
    }

    private static int CountDistinct(ReadOnlySpan<float> sorted, int zeros, float[] distinct, int[] counts)
    {
        var size = 0;
        var pending = zeros > 0;
        foreach (var value in sorted)
        {
            if (pending && value > 0)
            {
                (distinct[size], counts[size]) = (0, zeros);
                size++;
                pending = false;
            }
            if (size == 0 || distinct[size - 1] != value)
            {
                distinct[size] = value;
                counts[size++] = 0;
            }
            counts[size - 1]++;
        }
        if (pending)
        {
            (distinct[size], counts[size]) = (0, zeros);
            size++;
        }
        return size;
    }

    private static bool HasCut(ReadOnlySpan<int> counts, int minimumRows)
    {
        long below = 0, above = 0;
        var i = 0;
        while (i < counts.Length && below < minimumRows) below += counts[i++];
        while (i < counts.Length) above += counts[i++];
        return above >= minimumRows;
    }
}
