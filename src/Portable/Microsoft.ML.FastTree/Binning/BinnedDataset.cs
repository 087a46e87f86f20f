namespace Microsoft.ML.Trainers.FastTree.Binning;

/// <summary>The training features as bins, column by column.</summary>
internal sealed class BinnedDataset
{
    private BinnedDataset(int rowCount, BinnedFeature[] features, BinnedColumn[] columns)
    {
        RowCount = rowCount;
        Features = features;
        Columns = columns;
    }

    public int RowCount { get; }

    /// <summary>The features that can be split, in their original order.</summary>
    public BinnedFeature[] Features { get; }

    public BinnedColumn[] Columns { get; }

    /// <param name="values">Emptied on the way, to save memory.</param>
    /// <param name="maximumBins">Bins of one feature at most.</param>
    /// <param name="minimumRows">Features with no cut that leaves this many rows on both sides are left out.</param>
    /// <param name="bundle">Whether features that exclude each other share a column.</param>
    public static BinnedDataset Create(FeatureValues values, int maximumBins, int minimumRows, bool bundle, ParallelOptions parallel)
    {
        maximumBins = Math.Min(maximumBins, ushort.MaxValue);
        var bounds = new float[values.FeatureCount][];
        Parallel.For(0, values.FeatureCount, parallel, feature =>
        {
            var explicitValues = values.ValuesOf(feature).ToArray();
            bounds[feature] = BinBounds.Find(explicitValues, values.RowCount - explicitValues.Length, maximumBins, minimumRows);
        });

        var splittable = Enumerable.Range(0, values.FeatureCount).Where(f => bounds[f].Length > 1).ToArray();
        var features = new List<BinnedFeature>(splittable.Length);
        var columns = new List<BinnedColumn>();
        foreach (var group in Group(values, bounds, splittable, bundle))
        {
            var first = features.Count;
            var bins = 1;
            foreach (var feature in group)
            {
                features.Add(new BinnedFeature(feature, columns.Count, bins - 1, bounds[feature]));
                bins += bounds[feature].Length - 1;
            }
            var column = new BinnedColumn(values.RowCount, bins, first, group.Count);
            foreach (var feature in features.Skip(first)) Write(values, feature, column);
            columns.Add(column);
        }
        return new BinnedDataset(values.RowCount, [.. features], [.. columns]);
    }

    /// <summary>Runs of neighbouring features in which no row is above the first bin of two of them.</summary>
    private static IEnumerable<List<int>> Group(FeatureValues values, float[][] bounds, int[] splittable, bool bundle)
    {
        var group = new List<int>();
        var groupBins = 1;
        var stamp = new int[values.RowCount]; // the last group, from 1, in which a row was above a first bin
        var number = 1;
        foreach (var feature in splittable)
        {
            var bins = bounds[feature].Length - 1;
            var alone = !bundle || BinBounds.BinOf(bounds[feature], 0) != 0; // zeros above the first bin: nearly dense
            if (group.Count > 0 && (alone || groupBins + bins > BinnedColumn.NarrowBins || Collides(feature, number)))
            {
                yield return group;
                group = [];
                groupBins = 1;
                number++;
            }
            group.Add(feature);
            groupBins += bins;
            if (!alone)
            {
                Mark(feature, number);
                continue;
            }
            yield return group;
            group = [];
            groupBins = 1;
            number++;
        }
        if (group.Count > 0) yield return group;

        bool Collides(int feature, int current)
        {
            var rows = values.RowsOf(feature);
            var explicitValues = values.ValuesOf(feature);
            for (var i = 0; i < rows.Length; i++)
            {
                if (stamp[rows[i]] == current && explicitValues[i] > bounds[feature][0]) return true;
            }
            return false;
        }

        void Mark(int feature, int current)
        {
            var rows = values.RowsOf(feature);
            var explicitValues = values.ValuesOf(feature);
            for (var i = 0; i < rows.Length; i++)
            {
                if (explicitValues[i] > bounds[feature][0]) stamp[rows[i]] = current;
            }
        }
    }

    private static void Write(FeatureValues values, BinnedFeature feature, BinnedColumn column)
    {
        var zeroBin = BinBounds.BinOf(feature.Bounds, 0);
        if (zeroBin > 0) column.Fill(zeroBin); // such a feature has the column for itself
        var rows = values.RowsOf(feature.Index);
        var explicitValues = values.ValuesOf(feature.Index);
        for (var i = 0; i < rows.Length; i++)
        {
            var bin = BinBounds.BinOf(feature.Bounds, explicitValues[i]);
            if (bin > 0) column[rows[i]] = feature.Start + bin;
            else if (zeroBin > 0) column[rows[i]] = 0;
        }
        values.Release(feature.Index);
    }
}
