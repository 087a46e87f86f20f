namespace MLNetDeep.Training;

/// <summary>Chooses the rows that are held out of training to find the best epoch.</summary>
/// <param name="TrainRows">Rows to learn from, ascending.</param>
/// <param name="ValidationRows">Rows to choose the epoch by, ascending; empty when none are held out.</param>
internal sealed record ValidationSplit(int[] TrainRows, int[] ValidationRows)
{
    /// <summary>Draws the validation rows at random.</summary>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="fraction">Share to hold out.</param>
    /// <param name="strata">The class of each row, to hold out the same share of every class; null for one draw over all.</param>
    /// <param name="seed">Where the random numbers start.</param>
    public static ValidationSplit Draw(int rowCount, double fraction, float[]? strata, int seed)
    {
        var random = new Random(seed);
        var isHeldOut = new bool[rowCount];
        foreach (var group in Enumerable.Range(0, rowCount).GroupBy(row => strata?[row] ?? 0).OrderBy(group => group.Key))
        {
            var rows = group.ToArray();
            random.Shuffle(rows);
            // A class always keeps at least one row to learn from.
            var count = Math.Min((int)Math.Round(rows.Length * fraction), rows.Length - 1);
            foreach (var row in rows.AsSpan(0, count))
                isHeldOut[row] = true;
        }
        var all = Enumerable.Range(0, rowCount);
        return new([.. all.Where(row => !isHeldOut[row])], [.. all.Where(row => isHeldOut[row])]);
    }

    /// <summary>The first <paramref name="trainCount"/> rows to learn from, the rest to choose the epoch by.</summary>
    public static ValidationSplit Given(int trainCount, int rowCount) =>
        new([.. Enumerable.Range(0, trainCount)], [.. Enumerable.Range(trainCount, rowCount - trainCount)]);
}
