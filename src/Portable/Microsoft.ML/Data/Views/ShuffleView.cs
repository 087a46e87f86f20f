namespace Microsoft.ML.Data;

/// <summary>
/// The rows of another view in random order: each next row is drawn from a pool that the source, shuffled itself when it can be,
/// keeps filled. Every cursor that is not given a random generator sees the same order.
/// </summary>
internal sealed class ShuffleView(IDataView source, int seed, int poolRows, bool shuffleSource) : IDataView
{
    public bool CanShuffle => true;
    public DataViewSchema Schema => source.Schema;
    public long? GetRowCount() => source.GetRowCount();
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        rand ??= RandomUtils.Create(seed);
        var input = source.GetRowCursor(columnsNeeded, shuffleSource ? RandomUtils.Create(rand) : null);
        if (poolRows == 1)
            return input;

        // A ring of slots: the waiting rows lie in it from head on; a drawn row changes places with the first of them and frees its slot.
        var pool = new RowPool(input, poolRows);
        int[] order = [.. Enumerable.Range(0, poolRows)];
        var (head, waiting, ended) = (0, 0, false);
        return pool.Open(MoveNext, input.Dispose);

        bool MoveNext()
        {
            // The row that was current until now gives its slot, the one before the head, to the next that comes in.
            for (; waiting < poolRows && !ended; waiting += ended ? 0 : 1)
                ended = !pool.TakeIn(order[(head + waiting) % poolRows]);
            pool.Slot = -1;
            if (waiting == 0)
                return false;
            var drawn = (head + rand.Next(waiting--)) % poolRows;
            (order[drawn], order[head]) = (order[head], order[drawn]);
            pool.Slot = order[head];
            head = (head + 1) % poolRows;
            return true;
        }
    }
}

internal static class Permutations
{
    /// <summary>The numbers from 0 to <paramref name="count"/> - 1 in random order.</summary>
    public static int[] Random(Random random, int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        Shuffle(random, order);
        return order;
    }

    // ML.NET's order of drawing: seeds give the same permutations.
    public static void Shuffle<T>(Random random, T[] items)
    {
        for (var i = 0; i < items.Length; i++)
        {
            var other = i + random.Next(items.Length - i);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
