namespace MLNetDeep.Comparison;

/// <summary>Ranks from 1, equal values sharing the mean of theirs.</summary>
internal static class Ranks
{
    /// <summary>The rank of each value, the smallest first.</summary>
    public static double[] Of(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        var ranks = new double[values.Count];
        for (var first = 0; first < order.Length;)
        {
            var next = first + 1;
            while (next < order.Length && values[order[next]] == values[order[first]])
                next++;
            for (var i = first; i < next; i++)
                ranks[order[i]] = (first + 1 + next) / 2.0;
            first = next;
        }
        return ranks;
    }

    /// <summary>Σ (t³ − t) over the groups of t equal values, by which tests on ranks are corrected.</summary>
    public static double TieSum(IEnumerable<double> values) =>
        values.GroupBy(value => value).Select(ties => (double)ties.Count()).Sum(t => (t * t * t) - t);
}
