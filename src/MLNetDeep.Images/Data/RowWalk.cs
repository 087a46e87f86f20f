namespace MLNetDeep.Images.Data;

/// <summary>Which rows a cursor visits in which order, and where it stands.</summary>
/// <remarks>
/// Rows come in blocks. Of several cursors each takes every so many blocks, and the block's number is ML.NET's batch, by which it puts the
/// rows of several cursors in order again.
/// </remarks>
/// <param name="rowCount">Rows of the table.</param>
/// <param name="order">The rows in the order to visit them; null for the table's own.</param>
/// <param name="firstBlock">The first block.</param>
/// <param name="blockStep">From one block to the next; the number of cursors.</param>
internal sealed class RowWalk(int rowCount, int[]? order, int firstBlock, int blockStep)
{
    public const int BlockRowCount = 128;

    /// <summary>How many rows have been visited before this one; -1 before the first and after the last.</summary>
    public int Position { get; private set; } = -1;

    /// <summary>The row's number in the table.</summary>
    public int Row { get; private set; } = -1;

    public long Batch => blockStep == 1 || Position < 0 ? 0 : Block(Position);

    public bool MoveNext()
    {
        if (Position == -1 && Row >= 0)
            return false;
        if (At(Position + 1) is { } row)
        {
            (Position, Row) = (Position + 1, row);
            return true;
        }
        (Position, Row) = (-1, 0);
        return false;
    }

    /// <summary>This row and those that come next, at most so many.</summary>
    public IEnumerable<int> Ahead(int count)
    {
        for (var position = Position; position < Position + count && At(position) is { } row; position++)
            yield return row;
    }

    private int? At(int position)
    {
        var index = (Block(position) * BlockRowCount) + (position % BlockRowCount);
        return index < rowCount ? order?[index] ?? (int)index : null;
    }

    private long Block(int position) => firstBlock + ((long)blockStep * (position / BlockRowCount));
}
