namespace MLNetDeep.Scoring;

/// <summary>
/// How many steps each row of the block has that the calling thread scores. Kernels take blocks of one shape; where rows end before
/// the last step, the first step mask says so here, to the kernels behind it.
/// </summary>
internal static class RowLengths
{
    [ThreadStatic]
    private static int[]? Lengths;

    [ThreadStatic]
    private static int Rows;

    /// <summary>Steps of each row; empty where all rows have all steps.</summary>
    public static ReadOnlySpan<int> Current => Lengths.AsSpan(0, Rows);

    /// <summary>Room for the lengths of so many rows.</summary>
    public static Span<int> Begin(int rows)
    {
        if (Lengths is null || Lengths.Length < rows)
            Lengths = new int[rows];
        Rows = rows;
        return Lengths.AsSpan(0, rows);
    }

    /// <summary>A new block begins: all rows have all steps.</summary>
    public static void Clear() => Rows = 0;
}
