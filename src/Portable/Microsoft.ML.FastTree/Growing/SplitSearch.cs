namespace Microsoft.ML.Trainers.FastTree.Growing;

/// <summary>Finds the bin at which a feature best splits a leaf, in the sense of least squares.</summary>
internal static class SplitSearch
{
    /// <summary>Keeps weight sums away from zero, where all rows on a side have weight zero.</summary>
    private const double Epsilon = 1e-10;

    /// <param name="minimumRows">Rows that each side must have.</param>
    /// <param name="weighted">Whether rows carry example weights.</param>
    public static SplitCandidate Best(
        Histogram histogram, BinnedFeature feature, int position, LeafTotals leaf, int minimumRows, bool weighted)
    {
        var total = weighted ? leaf.Weights + 2 * Epsilon : leaf.Count;
        var (bestGain, bestBin) = (double.NegativeInfinity, -1);
        var (bestTargets, bestSize) = (0.0, 0.0);
        var (targets, weights, count) = (0.0, Epsilon, 0);

        // From the top down: the first bin's sums are never needed, so bundled features need not have any.
        for (var bin = feature.BinCount - 1; bin >= 1; bin--)
        {
            var (binTargets, binWeights, binCount) = histogram[feature.Column, feature.Start + bin];
            targets += binTargets;
            weights += binWeights;
            count += binCount;
            if (count < minimumRows) continue;
            if (leaf.Count - count < minimumRows) break;

            var size = weighted ? weights : count;
            var rest = leaf.Targets - targets;
            var gain = targets * targets / size + rest * rest / (total - size);
            if (gain <= bestGain) continue;
            (bestGain, bestBin, bestTargets, bestSize) = (gain, bin - 1, targets, size);
        }

        if (bestBin < 0) return SplitCandidate.None;
        var leftMean = (leaf.Targets - bestTargets) / (total - bestSize);
        return new SplitCandidate(position, bestBin, bestGain - leaf.Targets * leaf.Targets / total, leftMean, bestTargets / bestSize);
    }
}
