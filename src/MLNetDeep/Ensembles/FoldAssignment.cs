using MLNetDeep.Training;

namespace MLNetDeep.Ensembles;

/// <summary>Which fold each row is in.</summary>
internal static class FoldAssignment
{
    /// <summary>Deals the rows out to folds of nearly one size.</summary>
    /// <param name="foldCount">Number of folds, at most the number of rows.</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="strata">The class of each row, for the same share of every class in every fold; null for one deal over all.</param>
    /// <param name="groups">The group of each row; rows of a group stay together, which goes before equal shares. Null for none.</param>
    /// <param name="random">Decides.</param>
    public static int[] Draw(int foldCount, int rowCount, float[]? strata, int[]? groups, RandomNumbers random)
    {
        var folds = new int[rowCount];
        if (groups is not null)
        {
            DrawGroups(foldCount, groups, folds, random);
            return folds;
        }
        // Class after class, dealt like cards: every fold gets the same share of each, and all folds the same number of rows.
        var next = 0;
        foreach (var stratum in Enumerable.Range(0, rowCount).GroupBy(row => strata?[row] ?? 0).OrderBy(stratum => stratum.Key))
        {
            foreach (var row in Shuffled([.. stratum], random))
                folds[row] = next++ % foldCount;
        }
        return folds;
    }

    /// <summary>The largest groups first, each to the fold that has the fewest rows.</summary>
    private static void DrawGroups(int foldCount, int[] groups, int[] folds, RandomNumbers random)
    {
        var sizes = new int[foldCount];
        var members = Enumerable.Range(0, groups.Length).GroupBy(row => groups[row]).Select(group => group.ToArray()).ToArray();
        foreach (var rows in Shuffled(members, random).OrderByDescending(rows => rows.Length))
        {
            var fold = Array.IndexOf(sizes, sizes.Min());
            sizes[fold] += rows.Length;
            foreach (var row in rows)
                folds[row] = fold;
        }
    }

    private static T[] Shuffled<T>(T[] items, RandomNumbers random)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
        return items;
    }
}
