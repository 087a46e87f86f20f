namespace Microsoft.ML.Data;

/// <summary>Values of one column, kept by slot: the store behind caching, shuffling and sharing out. A filler takes the value of the row
/// that a cursor stands on into a slot, a getter gives it from there.</summary>
internal sealed record ColumnBuffer(Func<DataViewRow, DataViewSchema.Column, Action<int>> MakeFiller, Func<Func<int>, Delegate> MakeGetter)
{
    private delegate void Copy<T>(in T source, ref T value);

    /// <summary>Empty buffers for the columns that a row has active, null for the others.</summary>
    public static ColumnBuffer?[] OfActive(DataViewRow row, int capacity) => [.. row.Schema.Select(c => !row.IsColumnActive(c) ? null
        : Utils.MarshalInvoke<int, ColumnBuffer>(
            c.Type is VectorDataViewType ? Vectors<int> : Scalars<int>, c.Type.GetItemType().RawType, capacity))];

    /// <summary>What takes columns of a row into a slot of buffers.</summary>
    public static Action<int> MakeFillers(DataViewRow row, ColumnBuffer?[] buffers) => row.Schema.Aggregate(
        (Action<int>)(_ => { }), (all, column) => all + buffers[column.Index]?.MakeFiller(row, column));

    private static ColumnBuffer Scalars<T>(int capacity) => Of(capacity, (in T source, ref T value) => value = source);
    private static ColumnBuffer Vectors<T>(int capacity) =>
        Of(capacity, (in VBuffer<T> source, ref VBuffer<T> value) => source.CopyTo(ref value));

    private static ColumnBuffer Of<T>(int capacity, Copy<T> copy)
    {
        var values = new T[Math.Max(capacity, 4)];
        return new(MakeFiller, MakeGetter);

        Action<int> MakeFiller(DataViewRow row, DataViewSchema.Column column)
        {
            var get = row.GetGetter<T>(column);
            return slot =>
            {
                if (slot >= values.Length)
                    Array.Resize(ref values, Math.Max(slot + 1, 2 * values.Length));
                get(ref values[slot]);
            };
        }

        Delegate MakeGetter(Func<int> slot) => (ValueGetter<T>)((ref T value) =>
        {
            var at = slot();
            Contracts.Check(at >= 0, "The cursor is not on a row");
            copy(in values[at], ref value);
        });
    }
}

/// <summary>Rows of a cursor that wait by slot, to be gone through in another order or by another cursor.</summary>
internal sealed class RowPool
{
    private readonly DataViewRowCursor _input;
    private readonly ColumnBuffer?[] _buffers;
    private readonly DataViewRowId[] _ids;
    private readonly Action<int> _fill;

    public RowPool(DataViewRowCursor input, int size)
    {
        (_input, _ids, var getId) = (input, new DataViewRowId[size], input.GetIdGetter());
        _buffers = ColumnBuffer.OfActive(input, size);
        _fill = ColumnBuffer.MakeFillers(input, _buffers) + (slot => getId(ref _ids[slot]));
    }

    /// <summary>The slot that cursors over the pool stand on; below 0 for none.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Takes the next row of the input, if there is one, into a slot.</summary>
    public bool TakeIn(int slot)
    {
        if (!_input.MoveNext())
            return false;
        _fill(slot);
        return true;
    }

    public DataViewRowCursor Open(Func<bool> moveNext, Action dispose, Func<long>? getBatch = null) =>
        new RowCursor(_input.Schema, _buffers.Select(b => b?.MakeGetter(() => Slot)), moveNext, dispose,
            getId: (ref DataViewRowId id) => id = _ids[Slot], getBatch: getBatch);

    /// <summary>Several cursors that share out the rows of one among them, in blocks. A block's number is its rows' batch: in the order of
    /// batches, the rows are in the order that they came in.</summary>
    public static DataViewRowCursor[] Share(DataViewRowCursor input, int count)
    {
        const int BlockRows = 64;
        var (turn, open, blocks, ended) = (new Lock(), count, 0L, false);
        return count <= 1 ? [input] : [.. Enumerable.Range(0, count).Select(_ => Member())];

        DataViewRowCursor Member()
        {
            var (pool, rows, batch) = (new RowPool(input, BlockRows), 0, 0L);
            return pool.Open(MoveNext, Leave, () => batch);

            bool MoveNext()
            {
                if (++pool.Slot < rows)
                    return true;
                lock (turn)
                {
                    for (rows = 0; rows < BlockRows && !ended; rows += ended ? 0 : 1)
                        ended = !pool.TakeIn(rows);
                    batch = blocks++;
                }
                pool.Slot = rows > 0 ? 0 : -1;
                return rows > 0;
            }
        }

        void Leave()
        {
            lock (turn)
            {
                if (--open == 0)
                    input.Dispose();
            }
        }
    }
}

/// <summary>A view that keeps in memory the columns that cursors have asked for; the source is read once for each.</summary>
internal sealed class CacheView(IHostEnvironment env, IDataView source) : IDataView
{
    private readonly IHost _host = env.Register("Cache");
    private readonly Lock _lock = new();
    private readonly ColumnBuffer?[] _columns = new ColumnBuffer?[source.Schema.Count];
    private long _rowCount = -1;

    public bool CanShuffle => true;
    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount()
    {
        lock (_lock)
            return _rowCount >= 0 ? _rowCount : source.GetRowCount();
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = RowCursor.Active(columnsNeeded, Schema);
        Load(Schema.Where(c => active[c.Index]));
        var order = rand == null ? null : Permutations.Random(rand, (int)_rowCount);
        var (next, slot) = (0, -1);
        return new RowCursor(Schema, _columns.Select((buffer, i) => active[i] ? buffer?.MakeGetter(() => slot) : null), MoveNext,
            getId: (ref DataViewRowId value) => value = new DataViewRowId((ulong)slot, 0));

        bool MoveNext()
        {
            slot = next < _rowCount ? order?[next] ?? next : -1;
            next++;
            return slot >= 0;
        }
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        RowPool.Share(GetRowCursor(columnsNeeded, rand), n);

    /// <summary>Takes in the columns that are not here yet, and counts the rows.</summary>
    /// <remarks>Buffers are published only when they are full: a failed or cancelled pass leaves the cache as it was.</remarks>
    public void Load(IEnumerable<DataViewSchema.Column> columns)
    {
        lock (_lock)
        {
            var missing = columns.Where(c => _columns[c.Index] == null).ToArray();
            if (missing.Length == 0 && _rowCount >= 0)
                return;
            var capacity = (int)Math.Min(GetRowCount() ?? 1024, Array.MaxLength);
            using var cursor = source.GetRowCursor(missing);
            var buffers = ColumnBuffer.OfActive(cursor, capacity);
            var fill = ColumnBuffer.MakeFillers(cursor, buffers);
            var row = 0;
            for (; cursor.MoveNext(); row++)
            {
                if ((row & 0xff) == 0)
                    _host.CheckAlive();
                fill(row);
            }
            Contracts.Check(_rowCount < 0 || _rowCount == row, $"The data had {_rowCount} rows when they were first cached, but {row} now");
            _rowCount = row;
            foreach (var column in missing)
                _columns[column.Index] = buffers[column.Index];
        }
    }
}

/// <summary>The rows of another view in random order: each next row is drawn from a pool that the source, shuffled itself when it can be,
/// keeps filled. Every cursor that is not given a random generator sees the same order.</summary>
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
