namespace Microsoft.ML.Data;

/// <summary>
/// Values of one column, kept by slot: the store behind caching, shuffling and sharing out. A filler takes the value of the row that a
/// cursor stands on into a slot, a getter gives it from there.
/// </summary>
internal sealed record ColumnBuffer(
    Func<DataViewRow, DataViewSchema.Column, Action<int>> MakeFiller, Func<Func<int>, Delegate> MakeGetter)
{
    private delegate void Copy<T>(in T source, ref T value);

    public static ColumnBuffer Create(DataViewType type, int capacity) => type is VectorDataViewType vector
        ? Utils.MarshalInvoke(Vectors<int>, vector.ItemType.RawType, capacity)
        : Utils.MarshalInvoke(Scalars<int>, type.RawType, capacity);

    /// <summary>What takes columns of a row into a slot of buffers.</summary>
    public static Action<int> MakeFillers(DataViewRow row, ColumnBuffer?[] buffers)
    {
        Action<int> all = _ => { };
        foreach (var column in row.Schema)
            all += buffers[column.Index]?.MakeFiller(row, column);
        return all;
    }

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
        _input = input;
        _buffers = [.. input.Schema.Select(c => input.IsColumnActive(c) ? ColumnBuffer.Create(c.Type, size) : null)];
        _ids = new DataViewRowId[size];
        var getId = input.GetIdGetter();
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
            (ref DataViewRowId id) => id = _ids[Slot], getBatch);

    /// <summary>
    /// Several cursors that share out the rows of one among them, in blocks. A block's number is its rows' batch: in the order of batches,
    /// the rows are in the order that they came in.
    /// </summary>
    public static DataViewRowCursor[] Share(DataViewRowCursor input, int count)
    {
        const int BlockRows = 64;
        if (count <= 1)
            return [input];
        var (turn, open, blocks, ended) = (new Lock(), count, 0L, false);
        return [.. Enumerable.Range(0, count).Select(_ => Member())];

        DataViewRowCursor Member()
        {
            var pool = new RowPool(input, BlockRows);
            var (rows, batch) = (0, 0L);
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
