namespace MLNetDeep.AutoML;

/// <summary>
/// Functional analysis of variance (Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing hyperparameter importance", ICML
/// 2014): a random forest learns the loss from the setting, and each tree's variance over the whole space is taken apart into what single
/// options and pairs of them explain. As Optuna's <c>FanovaImportanceEvaluator</c>, but choices are choices to the trees.
/// </summary>
internal static class Fanova
{
    // Optuna's number; more change little.
    private const int TreeCount = 64;

    // Pairs of the options that explain most; the others' are smaller still.
    private const int PairedCount = 6;

    // Variances are sums over pairs of leaves.
    private const int MostLeaves = 300;

    /// <summary>Measures the importance of all options, and of pairs of the most important ones.</summary>
    /// <param name="space">The options.</param>
    /// <param name="trials">
    /// Settings with their losses; those that are not finite are left out. Options without effect stand at their default.
    /// </param>
    /// <param name="seed">Where the forest's random numbers start.</param>
    /// <returns>Options by their shares, largest first, then pairs likewise; empty with fewer than four trials or equal losses.</returns>
    public static IReadOnlyList<ParameterImportance> Measure(
        SpaceModel space, IReadOnlyList<(double[] Values, double Loss)> trials, int seed = 0)
    {
        var finite = trials.Where(trial => double.IsFinite(trial.Loss)).ToArray();
        if (finite.Length < 4)
            return [];
        double[][] rows = [.. finite.Select(trial => Fill(space, trial.Values))];
        double[] losses = Limit([.. finite.Select(trial => trial.Loss)]);
        int width = space.Dimensions.Count;
        double[] alone = new double[width];
        double[,] together = new double[width, width];
        FanovaTree[] trees =
        [
            .. Enumerable.Range(0, TreeCount).Select(i =>
                FanovaTree.Grow(space, rows, losses, TunerRandom.For(seed, TunerUse.Others, i), MostLeaves)),
        ];
        // A tree without variance explains nothing.
        trees = [.. trees.Where(tree => tree.Variance > 0)];
        if (trees.Length == 0)
            return [];
        for (int d = 0; d < width; d++)
            alone[d] = trees.Average(tree => tree.Explain(d) / tree.Variance);
        int[] first = [.. Enumerable.Range(0, width).OrderByDescending(d => alone[d]).Take(PairedCount).Order()];
        foreach (int a in first)
        {
            foreach (int b in first.Where(b => b > a))
                together[a, b] = trees.Average(tree => Math.Max(0, tree.Explain(a, b) - tree.Explain(a) - tree.Explain(b)) / tree.Variance);
        }

        var names = space.Dimensions.Select(dimension => dimension.Name).ToArray();
        return
        [
            .. Enumerable.Range(0, width).Select(d => new ParameterImportance(names[d], alone[d])).OrderByDescending(one => one.Share),
            .. first.SelectMany(a => first.Where(b => b > a).Select(b => new ParameterImportance(names[a], together[a, b], names[b])))
                .OrderByDescending(one => one.Share),
        ];
    }

    private static double[] Fill(SpaceModel space, double[] values) =>
    [
        .. space.Dimensions.Select((dimension, d) => double.IsNaN(values[d]) ? dimension.Default : values[d])
            .Select((value, d) => space.Dimensions[d].IsCategory ? value : space.Dimensions[d].ToUnit(value)),
    ];

    /// <summary>
    /// Losses far beyond most, such as of diverged fits, would be all that matters: they are moved to three times the quartiles' distance
    /// beyond the upper quartile (Tukey's outer fence).
    /// </summary>
    private static double[] Limit(double[] losses)
    {
        double[] sorted = [.. losses.Order()];
        (double low, double high) = (sorted[sorted.Length / 4], sorted[sorted.Length * 3 / 4]);
        double limit = high > low ? high + 3 * (high - low) : double.PositiveInfinity;
        return [.. losses.Select(loss => Math.Min(loss, limit))];
    }
}
