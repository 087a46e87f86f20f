namespace Microsoft.ML.Data;

/// <summary>Values of one column, kept by slot: the store behind caching, shuffling and sharing out.</summary>
internal abstract class ColumnBuffer
{
    public abstract Delegate GetterAt(Func<int> slot);

    /// <summary>What takes the value of the row that a cursor stands on into a slot.</summary>
    public abstract Action<int> Filler(DataViewRow row, DataViewSchema.Column column);

    public static ColumnBuffer Create(DataViewType type, int capacity) => type is VectorDataViewType vector
        ? Utils.MarshalInvoke(Vectors<int>, vector.ItemType.RawType, capacity)
        : Utils.MarshalInvoke(Scalars<int>, type.RawType, capacity);

    /// <summary>What takes columns of a row into a slot of buffers.</summary>
    public static Action<int> Filler(DataViewRow row, ColumnBuffer?[] buffers)
    {
        Action<int> all = _ => { };
        foreach (var column in row.Schema)
            all += buffers[column.Index]?.Filler(row, column);
        return all;
    }

    private static ColumnBuffer Scalars<T>(int capacity) => new Buffer<T>(capacity, (in T source, ref T value) => value = source);

    private static ColumnBuffer Vectors<T>(int capacity) =>
        new Buffer<VBuffer<T>>(capacity, (in VBuffer<T> source, ref VBuffer<T> value) => source.CopyTo(ref value));

    private delegate void Copy<T>(in T source, ref T value);

    private sealed class Buffer<T>(int capacity, Copy<T> copy) : ColumnBuffer
    {
        private T[] _values = new T[Math.Max(capacity, 4)];

        public override Action<int> Filler(DataViewRow row, DataViewSchema.Column column)
        {
            var get = row.GetGetter<T>(column);
            return slot =>
            {
                if (slot >= _values.Length)
                    Array.Resize(ref _values, Math.Max(slot + 1, 2 * _values.Length));
                get(ref _values[slot]);
            };
        }

        public override Delegate GetterAt(Func<int> slot) => (ValueGetter<T>)((ref T value) =>
        {
            var at = slot();
            Contracts.Check(at >= 0, "The cursor is not on a row");
            copy(in _values[at], ref value);
        });
    }
}

/// <summary>A cursor whose current row is a slot of column buffers.</summary>
internal abstract class BufferedCursor(DataViewSchema schema, ColumnBuffer?[] buffers) : RootCursorBase
{
    public sealed override DataViewSchema Schema => schema;

    /// <summary>The current slot; below 0 when the cursor is on no row.</summary>
    protected int Slot { get; set; } = -1;

    protected ColumnBuffer?[] Buffers => buffers;

    public sealed override bool IsColumnActive(DataViewSchema.Column column) => buffers[column.Index] != null;

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        ColumnSelection.Cast<TValue>(buffers[column.Index]?.GetterAt(() => Slot), column);
}

/// <summary>A cursor over rows of another that wait in a pool of so many.</summary>
internal abstract class PooledCursor : BufferedCursor
{
    private readonly DataViewRowId[] _ids;
    private readonly ValueGetter<DataViewRowId> _getId;
    private readonly Action<int> _fill;

    protected PooledCursor(DataViewRowCursor input, int poolRows)
        : base(input.Schema, [.. input.Schema.Select(c => input.IsColumnActive(c) ? ColumnBuffer.Create(c.Type, poolRows) : null)])
    {
        Input = input;
        _ids = new DataViewRowId[poolRows];
        _getId = input.GetIdGetter();
        _fill = ColumnBuffer.Filler(input, Buffers);
    }

    protected DataViewRowCursor Input { get; }

    public sealed override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _ids[Slot];

    /// <summary>Takes the next row of the input, if there is one, into a slot.</summary>
    protected bool TakeIn(int slot)
    {
        if (!Input.MoveNext())
            return false;
        _fill(slot);
        _getId(ref _ids[slot]);
        return true;
    }
}

/// <summary>
/// One of several cursors that share out the rows of one among them, in blocks. A block's number is its rows' batch: in the order of
/// batches, the rows are in the order that they came in.
/// </summary>
internal sealed class SharingCursor : PooledCursor
{
    private const int BlockRows = 64;

    private readonly State _state;
    private int _rows;
    private long _batch;

    private SharingCursor(DataViewRowCursor input, State state)
        : base(input, BlockRows) => _state = state;

    public override long Batch => _batch;

    public static DataViewRowCursor[] Share(DataViewRowCursor input, int count)
    {
        if (count <= 1)
            return [input];
        var state = new State { OpenCursors = count };
        return [.. Enumerable.Range(0, count).Select(_ => new SharingCursor(input, state))];
    }

    protected override bool MoveNextCore()
    {
        if (++Slot < _rows)
            return true;
        lock (_state)
        {
            _rows = 0;
            while (_rows < BlockRows && !_state.Ended)
            {
                if (TakeIn(_rows))
                    _rows++;
                else
                    _state.Ended = true;
            }
            _batch = _state.Blocks++;
        }
        Slot = _rows > 0 ? 0 : -1;
        return _rows > 0;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        lock (_state)
        {
            if (--_state.OpenCursors == 0)
                Input.Dispose();
        }
    }

    private sealed class State
    {
        public int OpenCursors;
        public long Blocks;
        public bool Ended;
    }
}
