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
        return new Cursor(input, this, ColumnSelection.ToActive(activeColumns, Schema));
    }

    private IEnumerable<DataViewSchema.Column> InputColumns(bool[] active) =>
        ColumnSelection.FromActive(_bindings.GetActiveInput(active, _mapper), _bindings.InputSchema);

    private sealed class Cursor : SynchronizedCursorBase
    {
        private readonly RowToRowMapperTransform _parent;
        private readonly bool[] _active;
        private readonly Delegate?[] _added;
        private readonly Action? _disposer;

        public Cursor(DataViewRow input, RowToRowMapperTransform parent, bool[] active)
            : base(input)
        {
            _parent = parent;
            _active = active;
            _added = parent._mapper.CreateGetters(input, parent._bindings.GetActiveAdded(active), out _disposer);
        }

        public override DataViewSchema Schema => _parent.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
                return ColumnSelection.Cast<TValue>(null, column);
            var index = _parent._bindings.MapColumnIndex(out var isInput, column.Index);
            return isInput ? Input.GetGetter<TValue>(Input.Schema[index]) : ColumnSelection.Cast<TValue>(_added[index], column);
        }

        protected override void Dispose(bool disposing)
        {
            _disposer?.Invoke();
            base.Dispose(disposing);
        }
    }
}
