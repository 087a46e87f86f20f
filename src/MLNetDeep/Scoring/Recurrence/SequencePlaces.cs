namespace MLNetDeep.Scoring;

/// <summary>Where the steps of some rows lie in a block.</summary>
/// <param name="rows">Where the first step of each row lies.</param>
/// <param name="step">Distance between the steps of a row.</param>
internal readonly ref struct SequencePlaces(ReadOnlySpan<int> rows, int step)
{
    private readonly ReadOnlySpan<int> _rows = rows;

    public int Of(int row, int at) => _rows[row] + at * step;

    /// <summary>Writes the places of one step in a stretch of rows.</summary>
    public void Fill(Span<int> places, int firstRow, int at)
    {
        for (int i = 0; i < places.Length; i++)
            places[i] = _rows[firstRow + i] + at * step;
    }
}
