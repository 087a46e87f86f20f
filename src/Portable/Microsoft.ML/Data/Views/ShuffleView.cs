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

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        rand ??= RandomUtils.Create(seed);
        var input = source.GetRowCursor(columnsNeeded, shuffleSource ? RandomUtils.Create(rand) : null);
        return poolRows == 1 ? input : new Cursor(input, poolRows, rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    // A ring of slots: the waiting rows lie in _order from _head on; a drawn row changes places with the first of them and frees its slot.
    private sealed class Cursor(DataViewRowCursor input, int poolRows, Random random) : PooledCursor(input, poolRows)
    {
        private readonly int[] _order = [.. Enumerable.Range(0, poolRows)];
        private int _head;
        private int _waiting;
        private bool _inputDone;

        protected override bool MoveNextCore()
        {
            // The row that was current until now gives its slot, the one before the head, to the next that comes in.
            while (_waiting < _order.Length && !_inputDone)
            {
                if (TakeIn(_order[(_head + _waiting) % _order.Length]))
                    _waiting++;
                else
                    _inputDone = true;
            }
            Slot = -1;
            if (_waiting == 0)
                return false;
            var drawn = (_head + random.Next(_waiting)) % _order.Length;
            (_order[drawn], _order[_head]) = (_order[_head], _order[drawn]);
            Slot = _order[_head];
            _head = (_head + 1) % _order.Length;
            _waiting--;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            Input.Dispose();
        }
    }
}

internal static class Permutations
{
    /// <summary>The numbers from 0 to <paramref name="count"/> - 1 in random order.</summary>
    public static int[] Random(Random random, int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
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
