namespace MLNetDeep.AutoML;

/// <summary>Sets points against each other by several losses, each of which should be small.</summary>
internal static class Pareto
{
    /// <summary>Whether <paramref name="a"/> is nowhere worse than <paramref name="b"/> and somewhere better.</summary>
    public static bool Dominates(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        bool isBetter = false;
        for (int i = 0; i < a.Count; i++)
        {
            if (!(a[i] <= b[i]))
                return false;
            isBetter |= a[i] < b[i];
        }

        return isBetter;
    }

    /// <summary>
    /// For each point 0 when no other dominates it, 1 when only those of rank 0 do, and so on (Deb et al., "A fast and elitist
    /// multiobjective genetic algorithm: NSGA-II", 2002).
    /// </summary>
    public static int[] Rank(IReadOnlyList<IReadOnlyList<double>> losses)
    {
        int[] ranks = new int[losses.Count];
        Array.Fill(ranks, -1);
        List<int> rest = [.. Enumerable.Range(0, losses.Count)];
        for (int rank = 0; rest.Count > 0; rank++)
        {
            int[] front = [.. rest.Where(i => !rest.Any(j => Dominates(losses[j], losses[i])))];
            foreach (int i in front)
                ranks[i] = rank;
            rest.RemoveAll(i => ranks[i] >= 0);
        }

        return ranks;
    }

    /// <summary>The positions of the points that no other dominates, in order.</summary>
    public static int[] FindFront(IReadOnlyList<IReadOnlyList<double>> losses)
    {
        int[] ranks = Rank(losses);
        return [.. Enumerable.Range(0, losses.Count).Where(i => ranks[i] == 0)];
    }

    /// <summary>
    /// For each point of a front how far apart its neighbours are, summed over the losses, each in units of its range; infinite at the
    /// ends (Deb et al. 2002).
    /// </summary>
    public static double[] MeasureCrowding(IReadOnlyList<IReadOnlyList<double>> front)
    {
        double[] distances = new double[front.Count];
        for (int k = 0; front.Count > 0 && k < front[0].Count; k++)
        {
            int[] order = [.. Enumerable.Range(0, front.Count).OrderBy(i => front[i][k])];
            double range = front[order[^1]][k] - front[order[0]][k];
            distances[order[0]] = distances[order[^1]] = double.PositiveInfinity;
            for (int i = 1; i < order.Length - 1; i++)
                distances[order[i]] += range > 0 ? (front[order[i + 1]][k] - front[order[i - 1]][k]) / range : 0;
        }

        return distances;
    }

    /// <summary>The volume of what the points dominate, up to a reference point; by slices, meant for two or three losses.</summary>
    public static double MeasureVolume(IEnumerable<IReadOnlyList<double>> losses, IReadOnlyList<double> reference)
    {
        IReadOnlyList<double>[] inside = [.. losses.Where(point => point.Zip(reference).All(pair => pair.First < pair.Second))];
        return MeasureVolume(inside, reference, reference.Count);
    }

    /// <summary>A reference point a tenth of the range beyond the worst of each loss.</summary>
    public static double[] FindReference(IReadOnlyList<IReadOnlyList<double>> losses)
    {
        double[] reference = new double[losses[0].Count];
        for (int k = 0; k < reference.Length; k++)
        {
            (double least, double most) = (losses.Min(point => point[k]), losses.Max(point => point[k]));
            reference[k] = most > least ? most + 0.1 * (most - least) : most + 1;
        }

        return reference;
    }

    /// <summary>
    /// Points that together dominate much, one after the other the one that adds most volume, which is at least 63 % of the best choice
    /// (Guerreiro, Fonseca and Paquete, "Greedy hypervolume subset selection in low dimensions", 2016).
    /// </summary>
    /// <returns>Positions in the order of choice.</returns>
    public static int[] ChooseSpread(IReadOnlyList<IReadOnlyList<double>> losses, int count, IReadOnlyList<double> reference)
    {
        List<int> chosen = [];
        while (chosen.Count < Math.Min(count, losses.Count))
        {
            (int best, double most) = (-1, double.NegativeInfinity);
            for (int i = 0; i < losses.Count; i++)
            {
                if (chosen.Contains(i))
                    continue;
                double with = MeasureVolume(chosen.Append(i).Select(j => losses[j]), reference);
                if (with > most)
                    (best, most) = (i, with);
            }

            chosen.Add(best);
        }

        return [.. chosen];
    }

    private static double MeasureVolume(IReadOnlyList<double>[] points, IReadOnlyList<double> reference, int width)
    {
        if (points.Length == 0)
            return 0;
        int last = width - 1;
        if (last == 0)
            return reference[0] - points.Min(point => point[0]);
        IReadOnlyList<double>[] sorted = [.. points.OrderBy(point => point[last])];
        double volume = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double depth = (i + 1 < sorted.Length ? sorted[i + 1][last] : reference[last]) - sorted[i][last];
            if (depth > 0)
                volume += depth * MeasureVolume(sorted[..(i + 1)], reference, last);
        }

        return volume;
    }
}
