namespace Microsoft.ML.Trainers.FastTree;

/// <summary>A splittable feature and where its bins lie in the column that carries it.</summary>
/// <param name="Index">Of the feature among all the model's features.</param>
/// <param name="Column">Of the column that carries it.</param>
/// <param name="Start">The feature's bin b ≥ 1 is the column's bin Start + b.</param>
/// <param name="Bounds">Upper bounds of the feature's bins.</param>
internal sealed record BinnedFeature(int Index, int Column, int Start, float[] Bounds)
{
    /// <summary>Whether a row with this column bin lies above the feature's bin.</summary>
    public bool IsAbove(int columnBin, int bin) => columnBin > Start + bin && columnBin < Start + Bounds.Length;
}

/// <summary>One bin number a row, for a feature or a bundle of features that are never above their first bin together.</summary>
/// <remarks>
/// Bin 0 is "every feature in its first bin". A bundle of the columns of a one-hot encoding costs as much as one feature;
/// nothing is lost, since a first bin's statistics follow from the totals.
/// </remarks>
/// <param name="FirstFeature">Its first feature, counted among the splittable ones.</param>
internal sealed record BinnedColumn(ushort[] Bins, int BinCount, int FirstFeature, int FeatureCount);

/// <summary>The training features as bins, column by column; the features that can be split stay in their original order.</summary>
internal sealed record BinnedDataset(int RowCount, BinnedFeature[] Features, BinnedColumn[] Columns)
{
    /// <summary>A bundle's bins at most: its sums are to stay in the processor's cache.</summary>
    private const int BundleBins = 256;

    /// <param name="values">Of every feature, the rows, rising, in which it is not zero: wide one-hot data stay small.</param>
    public static BinnedDataset Create(List<(int Row, float Value)>[] values, int rowCount, TreeOptions options)
    {
        var parallel = options.Parallelism;
        var maximumBins = Math.Min(options.MaximumBinCountPerFeature, ushort.MaxValue);
        var bounds = new float[values.Length][];
        Parallel.For(0, values.Length, parallel, f => bounds[f] = BinBounds.Find(
            [.. values[f].Select(entry => entry.Value)], rowCount - values[f].Count, maximumBins, options.MinimumExampleCountPerLeaf));

        var groups = Group(values, bounds, rowCount, options.FeatureFlocks);
        var features = new List<BinnedFeature>();
        var columns = new BinnedColumn[groups.Count];
        for (var c = 0; c < columns.Length; c++)
        {
            var (first, bins) = (features.Count, 1);
            foreach (var feature in groups[c])
            {
                features.Add(new BinnedFeature(feature, c, bins - 1, bounds[feature]));
                bins += bounds[feature].Length - 1;
            }
            columns[c] = new BinnedColumn(new ushort[rowCount], bins, first, groups[c].Count);
        }
        Parallel.ForEach(features, parallel, feature =>
        {
            var bins = columns[feature.Column].Bins;
            var zeroBin = BinBounds.BinOf(feature.Bounds, 0);
            if (zeroBin > 0) Array.Fill(bins, (ushort)zeroBin); // such a feature has the column for itself
            foreach (var (row, value) in values[feature.Index])
            {
                var bin = BinBounds.BinOf(feature.Bounds, value);
                if (bin > 0 || zeroBin > 0) bins[row] = (ushort)(feature.Start + bin);
            }
        });
        return new BinnedDataset(rowCount, [.. features], columns);
    }

    /// <summary>Runs of neighbouring splittable features in which no row is above the first bin of two of them.</summary>
    private static List<List<int>> Group(List<(int Row, float Value)>[] values, float[][] bounds, int rowCount, bool bundle)
    {
        var groups = new List<List<int>>();
        var lastGroup = new int[rowCount]; // the latest, from 1, in which a row was above a first bin
        var (bins, open) = (1, false);
        for (var feature = 0; feature < bounds.Length; feature++)
        {
            var first = bounds[feature][0];
            if (float.IsInfinity(first)) continue;
            var above = bounds[feature].Length - 1;
            var alone = !bundle || first < 0; // zeros above the first bin: nearly dense
            if (!open || alone || bins + above > BundleBins ||
                values[feature].Exists(entry => entry.Value > first && lastGroup[entry.Row] == groups.Count))
            {
                groups.Add([]);
                bins = 1;
            }
            groups[^1].Add(feature);
            bins += above;
            open = !alone;
            foreach (var (row, value) in values[feature])
                if (value > first) lastGroup[row] = groups.Count;
        }
        return groups;
    }
}
