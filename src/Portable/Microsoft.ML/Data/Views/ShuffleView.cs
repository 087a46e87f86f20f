namespace Microsoft.ML.Data;

/// <summary>
/// The rows of another view in random order: each next row is drawn from a pool that the source, shuffled itself when it can be,
/// keeps filled. Every cursor that is not given a random generator sees the same order.
/// </summary>
internal sealed class ShuffleView(IDataView source, int seed, int poolRows, bool shuffleSource) : DerivedView(source)
{
    public override bool CanShuffle => true;

    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var random = rand ?? RandomUtils.Create(seed);
        var needed = columnsNeeded.ToList();
        var input = Source.GetRowCursor(needed, shuffleSource ? RandomUtils.Create(random) : null);
        return poolRows == 1 ? input : new Cursor(input, needed, poolRows, random);
    }

    // A ring of slots: the waiting rows lie in _order from _head on; a drawn row changes places with the first of them and frees its slot.
    private sealed class Cursor : ForwardingCursor
    {
        private readonly Random _random;
        private readonly ColumnBuffer?[] _buffers;
        private readonly ColumnBuffer[] _all;
        private readonly ValueGetter<DataViewRowId> _idGetter;
        private readonly int[] _order;
        private int _head;
        private int _waiting;
        private int _slot = -1;
        private bool _inputDone;
        private long _position = -1;

        public Cursor(DataViewRowCursor input, List<DataViewSchema.Column> needed, int poolRows, Random random)
            : base(input)
        {
            _random = random;
            _order = [.. Enumerable.Range(0, poolRows)];
            _buffers = new ColumnBuffer?[input.Schema.Count];
            foreach (var column in needed)
            {
                var buffer = _buffers[column.Index] ??= ColumnBuffer.Create(column.Type, poolRows);
                buffer.Bind(input, input.Schema[column.Index]);
            }

            _all = [.. _buffers.OfType<ColumnBuffer>()];
            var ids = new DataViewRowId[poolRows];
            var getId = input.GetIdGetter();
            FillId = slot => getId(ref ids[slot]);
            _idGetter = (ref DataViewRowId value) => value = ids[_slot];
        }

        public override long Position => _position;

        public override long Batch => 0;

        private Action<int> FillId { get; }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            ColumnSelection.Cast<TValue>(_buffers[column.Index]?.GetterAt(() => _slot), column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => _idGetter;

        public override bool MoveNext()
        {
            // The row that was current until now gives its slot, the one before the head, to the next that comes in.
            while (_waiting < _order.Length && !_inputDone)
                TakeIn();
            if (_waiting == 0)
            {
                _position = _slot = -1;
                return false;
            }

            var drawn = (_head + _random.Next(_waiting)) % _order.Length;
            (_order[drawn], _order[_head]) = (_order[_head], _order[drawn]);
            _slot = _order[_head];
            _head = (_head + 1) % _order.Length;
            _waiting--;
            _position++;
            return true;
        }

        private void TakeIn()
        {
            if (!Input.MoveNext())
            {
                _inputDone = true;
                return;
            }

            var slot = _order[(_head + _waiting) % _order.Length];
            foreach (var buffer in _all)
                buffer.Fill(slot);
            FillId(slot);
            _waiting++;
        }
    }
}
