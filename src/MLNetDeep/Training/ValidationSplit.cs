namespace MLNetDeep.Training;

/// <summary>Which rows are held out of training to find the best epoch.</summary>
/// <param name="TrainRows">Rows to learn from, ascending.</param>
/// <param name="ValidationRows">Rows to choose the epoch by, ascending; empty when none are held out.</param>
internal sealed record ValidationSplit(int[] TrainRows, int[] ValidationRows)
{
    /// <summary>Chooses the validation rows as the settings say.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isStratified">Whether the first target is a class, of each of which the same share is held out.</param>
    /// <param name="settings">Share, kind and seed.</param>
    public static ValidationSplit Choose(LabeledRows rows, bool isStratified, FitSettings settings)
    {
        if (rows.Groups is { } groups)
            return DrawGroups(groups, settings.ValidationFraction, settings.Seed);
        if (settings.ValidationRows == ValidationRowChoice.Last)
            return Given(rows.Count - LastCount(rows.Count, settings.ValidationFraction), rows.Count);
        float[]? strata = isStratified
            ? [.. Enumerable.Range(0, rows.Count).Select(row => rows.Targets.Row(row)[0])]
            : null;
        return Draw(rows.Count, settings.ValidationFraction, strata, settings.Seed);
    }

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
        return Divide(isHeldOut);
    }

    /// <summary>Draws whole groups at random until they hold the share of the rows; at least one group is left to learn from.</summary>
    public static ValidationSplit DrawGroups(uint[] groups, double fraction, int seed)
    {
        var sizes = groups.CountBy(group => group).OrderBy(group => group.Key).ToArray();
        new Random(seed).Shuffle(sizes);
        var heldOut = new HashSet<uint>();
        var wanted = Math.Round(groups.Length * fraction);
        foreach (var (group, size) in sizes.AsSpan(1))
        {
            // A group that would take the share further beyond than it is short of it stays.
            if (wanted <= 0 || size > 2 * wanted)
                continue;
            heldOut.Add(group);
            wanted -= size;
        }
        if (heldOut.Count == 0 && fraction > 0 && sizes.Length > 1)
            heldOut.Add(sizes.Skip(1).MinBy(group => group.Value).Key);
        return Divide([.. groups.Select(heldOut.Contains)]);
    }

    /// <summary>The first <paramref name="trainCount"/> rows to learn from, the rest to choose the epoch by.</summary>
    public static ValidationSplit Given(int trainCount, int rowCount) =>
        new([.. Enumerable.Range(0, trainCount)], [.. Enumerable.Range(trainCount, rowCount - trainCount)]);

    /// <summary>How many of the last rows are held out; one at least is left to learn from.</summary>
    public static int LastCount(int rowCount, double fraction) => Math.Min((int)Math.Round(rowCount * fraction), rowCount - 1);

    private static ValidationSplit Divide(bool[] isHeldOut)
    {
        var all = Enumerable.Range(0, isHeldOut.Length);
        return new([.. all.Where(row => !isHeldOut[row])], [.. all.Where(row => isHeldOut[row])]);
    }
}
