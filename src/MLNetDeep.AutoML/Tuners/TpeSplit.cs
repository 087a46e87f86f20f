namespace MLNetDeep.AutoML;

/// <summary>Parts told trials into few good ones and the others.</summary>
internal static class TpeSplit
{
    /// <summary>Parts trials by their losses.</summary>
    /// <param name="trials">The trials, in the order told.</param>
    /// <param name="goodCount">How many are good.</param>
    /// <param name="objectiveCount">Losses of a completed trial.</param>
    /// <returns>The good ones with the weight of each, and the others; in the order told.</returns>
    public static (ToldTrial[] Good, double[] Weights, ToldTrial[] Others) Part(
        IReadOnlyList<ToldTrial> trials, int goodCount, int objectiveCount)
    {
        if (objectiveCount > 1)
            return PartBySeveral(trials, goodCount, objectiveCount);
        HashSet<int> good = [.. Order(trials, Enumerable.Range(0, trials.Count)).Take(goodCount)];
        ToldTrial[] chosen = [.. trials.Where((_, i) => good.Contains(i))];
        return (chosen, WeighByAge(chosen.Length), [.. trials.Where((_, i) => !good.Contains(i))]);
    }

    /// <summary>
    /// The newest 25 count fully, older ones the less the older they are (Bergstra, Yamins and Cox, "Making a science of model search",
    /// ICML 2013).
    /// </summary>
    public static double[] WeighByAge(int count)
    {
        const int Full = 25;
        if (count <= Full)
            return [.. Enumerable.Repeat(1.0, count)];
        double first = 1.0 / count;
        int ramp = count - Full;
        return [.. Enumerable.Range(0, count).Select(i => i >= ramp ? 1 : ramp == 1 ? first : first + (1 - first) * i / (ramp - 1))];
    }

    private static IEnumerable<int> Order(IReadOnlyList<ToldTrial> trials, IEnumerable<int> positions) =>
        positions.Order(Comparer<int>.Create((a, b) =>
        {
            int order = ToldTrial.Compare(trials[a], trials[b]);
            return order != 0 ? order : a.CompareTo(b);
        }));

    /// <summary>
    /// By how often completed trials are dominated; where a rank does not fit whole, those that dominate most. A good trial weighs what it
    /// adds to the volume that the good ones dominate (Ozaki et al., "Multiobjective tree-structured Parzen estimator", 2022).
    /// </summary>
    private static (ToldTrial[] Good, double[] Weights, ToldTrial[] Others) PartBySeveral(
        IReadOnlyList<ToldTrial> trials, int goodCount, int objectiveCount)
    {
        bool IsWhole(int i) => trials[i].IsCompleted && trials[i].Losses.Count == objectiveCount;
        int[] whole = [.. Enumerable.Range(0, trials.Count).Where(IsWhole)];
        List<int> good = [];
        if (whole.Length > 0)
        {
            IReadOnlyList<double>[] losses = [.. whole.Select(i => trials[i].Losses)];
            double[] reference = Pareto.FindReference(losses);
            int[] ranks = Pareto.Rank(losses);
            for (int rank = 0; good.Count < goodCount && rank <= ranks.Max(); rank++)
            {
                int[] front = [.. Enumerable.Range(0, whole.Length).Where(i => ranks[i] == rank)];
                IReadOnlyList<double>[] points = [.. front.Select(i => losses[i])];
                good.AddRange(Pareto.ChooseSpread(points, goodCount - good.Count, reference).Select(i => whole[front[i]]));
            }
        }

        good.AddRange(Order(trials, Enumerable.Range(0, trials.Count).Where(i => !IsWhole(i))).Take(goodCount - good.Count));
        good.Sort();
        ToldTrial[] chosen = [.. good.Select(i => trials[i])];
        return (chosen, WeighByVolume(chosen, objectiveCount), [.. trials.Where((_, i) => good.BinarySearch(i) < 0)]);
    }

    private static double[] WeighByVolume(ToldTrial[] good, int objectiveCount)
    {
        if (good.Length == 0 || good.Any(trial => trial.Losses.Count != objectiveCount))
            return [.. good.Select(_ => 1.0)];
        IReadOnlyList<double>[] losses = [.. good.Select(trial => trial.Losses)];
        double[] reference = Pareto.FindReference(losses);
        double all = Pareto.MeasureVolume(losses, reference);
        double[] added = [.. good.Select((_, i) => all - Pareto.MeasureVolume(losses.Where((_, j) => j != i), reference))];
        double most = added.Max();
        // Dominated ones add nothing, but are good still.
        const double Least = 1e-2;
        return [.. added.Select(volume => most > 0 ? Math.Max(volume / most, Least) : 1)];
    }
}
