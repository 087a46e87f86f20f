using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>An input with the columns of a <see cref="IRowMapper"/> added, computed row by row when they are read.</summary>
internal sealed class RowToRowMapperTransform : IDataView, IRowToRowMapper
{
    private readonly ColumnBindings _bindings;
    private readonly IRowMapper _mapper;

    public RowToRowMapperTransform(IDataView input, IRowMapper mapper)
    {
        Source = input;
        _mapper = mapper;
        _bindings = new ColumnBindings(input.Schema, mapper.GetOutputColumns());
    }

    public IDataView Source { get; }

    public bool CanShuffle => Source.CanShuffle;

    public DataViewSchema Schema => _bindings.Schema;

    DataViewSchema IRowToRowMapper.InputSchema => _bindings.InputSchema;

    DataViewSchema IRowToRowMapper.OutputSchema => _bindings.Schema;

    public static DataViewSchema GetOutputSchema(DataViewSchema inputSchema, IRowMapper mapper) =>
        new ColumnBindings(inputSchema, mapper.GetOutputColumns()).Schema;

    public long? GetRowCount() => Source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = ColumnSelection.ToActive(columnsNeeded, Schema);
        return new Cursor(Source.GetRowCursor(InputColumns(active), rand), this, active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = ColumnSelection.ToActive(columnsNeeded, Schema);
        var inputs = Source.GetRowCursorSet(InputColumns(active), n, rand);
        return Array.ConvertAll(inputs, input => (DataViewRowCursor)new Cursor(input, this, active));
    }

    IEnumerable<DataViewSchema.Column> IRowToRowMapper.GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        InputColumns(ColumnSelection.ToActive(dependingColumns, Schema));

    DataViewRow IRowToRowMapper.GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckValue(activeColumns, nameof(activeColumns));
        Contracts.Check(input.Schema == _bindings.InputSchema, "Schema of input row must be the same as the schema the mapper is bound to");
        return new Row(input, this, ColumnSelection.ToActive(activeColumns, Schema));
    }

    private IEnumerable<DataViewSchema.Column> InputColumns(bool[] active) =>
        ColumnSelection.FromActive(_bindings.GetActiveInput(active, _mapper), _bindings.InputSchema);

    /// <summary>The getters over one input row or cursor.</summary>
    private sealed class Getters
    {
        private readonly DataViewRow _input;
        private readonly ColumnBindings _bindings;
        private readonly Delegate?[] _added;
        private readonly bool[] _active;

        public Getters(DataViewRow input, RowToRowMapperTransform parent, bool[] active)
        {
            _input = input;
            _bindings = parent._bindings;
            _active = active;
            _added = parent._mapper.CreateGetters(input, _bindings.GetActiveAdded(active), out var disposer);
            Disposer = disposer;
        }

        public Action? Disposer { get; }

        public bool IsActive(DataViewSchema.Column column) => _active[column.Index];

        public ValueGetter<TValue> Get<TValue>(DataViewSchema.Column column)
        {
            if (!IsActive(column))
                return ColumnSelection.Cast<TValue>(null, column);
            var index = _bindings.MapColumnIndex(out var isInput, column.Index);
            return isInput ? _input.GetGetter<TValue>(_input.Schema[index]) : ColumnSelection.Cast<TValue>(_added[index], column);
        }
    }

    private sealed class Cursor : SynchronizedCursorBase
    {
        private readonly RowToRowMapperTransform _parent;
        private readonly Getters _getters;

        public Cursor(DataViewRowCursor input, RowToRowMapperTransform parent, bool[] active)
            : base(input)
        {
            _parent = parent;
            _getters = new Getters(input, parent, active);
        }

        public override DataViewSchema Schema => _parent.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _getters.IsActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _getters.Get<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _getters.Disposer?.Invoke();
            base.Dispose(disposing);
        }
    }

    private sealed class Row : DataViewRow
    {
        private readonly DataViewRow _input;
        private readonly RowToRowMapperTransform _parent;
        private readonly Getters _getters;

        public Row(DataViewRow input, RowToRowMapperTransform parent, bool[] active)
        {
            _input = input;
            _parent = parent;
            _getters = new Getters(input, parent, active);
        }

        public override DataViewSchema Schema => _parent.Schema;

        public override long Position => _input.Position;

        public override long Batch => _input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => _getters.IsActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _getters.Get<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (!disposing)
                return;
            _getters.Disposer?.Invoke();
            _input.Dispose();
        }
    }
}
