namespace MLNetDeep.Training;

/// <summary>
/// Bins that end where a decision tree on one feature would split: at every turn the split that takes most off the squared error of
/// the target, which for classes is the Gini impurity.
/// </summary>
internal static class TreeBins
{
    private const int SmallestLeaf = 64; // arXiv:2203.05556
    private const double SmallestGain = 1e-4; // of the impurity, weighted by the share of rows

    /// <summary>Grows the tree and reads its thresholds.</summary>
    /// <param name="values">The column.</param>
    /// <param name="targets">The targets of the same rows.</param>
    /// <param name="areClasses">Whether they are numbers of classes.</param>
    /// <param name="binCount">Most leaves.</param>
    /// <returns>Ascending edges: the smallest value, the thresholds, the largest value.</returns>
    public static float[] Edges(float[] values, TensorTable targets, bool areClasses, int binCount)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        float[] sorted = [.. values];
        Array.Sort(sorted, order);
        double[][] sums = RunningSums(order, targets, areClasses);
        int smallestLeaf = Math.Min(SmallestLeaf, Math.Max(1, values.Length / (2 * binCount)));
        var splits = new PriorityQueue<Split, double>();
        Offer(splits, sorted, sums, 0, values.Length, smallestLeaf);
        var thresholds = new SortedSet<float>();
        while (thresholds.Count + 1 < binCount && splits.TryDequeue(out Split split, out _))
        {
            thresholds.Add((sorted[split.At - 1] + sorted[split.At]) / 2);
            Offer(splits, sorted, sums, split.Start, split.At, smallestLeaf);
            Offer(splits, sorted, sums, split.At, split.End, smallestLeaf);
        }

        var edges = new List<float> { sorted[0] };
        foreach (float edge in thresholds.Append(sorted[^1]))
            if (1 / (edge - edges[^1]) is > 0 and < float.PositiveInfinity)
                edges.Add(edge);
        return [.. edges];
    }

    /// <summary>For each target (or class) the sums over the first rows, scaled to variance 1 in all.</summary>
    private static double[][] RunningSums(int[] order, TensorTable targets, bool areClasses)
    {
        int width = areClasses ? 1 + (int)targets.Values.ToArray().Max() : targets.Width;
        var sums = new double[width][];
        for (int t = 0; t < width; t++)
        {
            double[] column = [.. order.Select(row => areClasses ? targets.Row(row)[0] == t ? 1.0 : 0 : targets.Row(row)[t])];
            double mean = column.Average();
            double deviation = areClasses ? 1 : Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
            sums[t] = new double[column.Length + 1];
            for (int i = 0; i < column.Length; i++)
                sums[t][i + 1] = sums[t][i] + (deviation > 0 ? (column[i] - mean) / deviation : 0);
        }

        return sums;
    }

    /// <summary>Finds the best split of a stretch of rows and queues it by its gain, if it is worth its while.</summary>
    private static void Offer(
        PriorityQueue<Split, double> splits, float[] sorted, double[][] sums, int start, int end, int smallestLeaf)
    {
        (double best, int at) = (0, 0);
        for (int i = start + smallestLeaf; i <= end - smallestLeaf; i++)
        {
            if (sorted[i] == sorted[i - 1])
                continue;
            double gain = 0;
            foreach (double[] sum in sums)
            {
                (double left, double right) = (sum[i] - sum[start], sum[end] - sum[i]);
                gain += left * left / (i - start) + right * right / (end - i) - (left + right) * (left + right) / (end - start);
            }

            if (gain > best)
                (best, at) = (gain, i);
        }

        if (best / sorted.Length > SmallestGain)
            splits.Enqueue(new Split(start, at, end), -best);
    }

    private readonly record struct Split(int Start, int At, int End);
}
