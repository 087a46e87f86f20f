namespace Microsoft.ML.Data;

/// <summary>
/// A transformer's columns, bound to one input schema: which it adds, what each needs, and getters for them over a row.
/// Indices of outputs are those of <see cref="GetOutputColumns"/>, indices of inputs those of the input schema.
/// </summary>
internal interface IRowMapper
{
    DataViewSchema.DetachedColumn[] GetOutputColumns();

    Func<int, bool> GetDependencies(Func<int, bool> activeOutput);

    /// <summary>One getter an active output, null for the others; <paramref name="disposer"/> frees what they hold.</summary>
    Delegate?[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer);
}

/// <summary>Columns that are computed each by its own getter, from the source columns that are named for it.</summary>
internal sealed class RowMapper(
    DataViewSchema.DetachedColumn[] outputs, DataViewSchema.Column[][] sources, Func<DataViewRow, int, Delegate> makeGetter) : IRowMapper
{
    public DataViewSchema.DetachedColumn[] GetOutputColumns() => outputs;

    public Func<int, bool> GetDependencies(Func<int, bool> activeOutput) =>
        sources.Where((_, i) => activeOutput(i)).SelectMany(s => s).Select(c => c.Index).ToHashSet().Contains;

    public Delegate?[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer)
    {
        disposer = null;
        return [.. outputs.Select((_, i) => activeOutput(i) ? makeGetter(input, i) : null)];
    }
}

/// <summary>Columns chosen from an input, and those of a mapper, row by row.</summary>
internal sealed class BoundRowMapper : IRowToRowMapper
{
    // By output column: the input column's index, or the complement of the added column's.
    private readonly int[] _sources;
    private readonly IRowMapper? _mapper;

    /// <summary>
    /// All columns of the input and those added to it. An added column of a name that is there already stands right behind the
    /// last of that name and hides it; the others come at the end.
    /// </summary>
    public BoundRowMapper(DataViewSchema input, IRowMapper mapper)
    {
        (InputSchema, _mapper) = (input, mapper);
        var added = mapper.GetOutputColumns();
        var names = input.Select(c => c.Name).ToList();
        var sources = Enumerable.Range(0, input.Count).ToList();
        for (var i = 0; i < added.Length; i++)
        {
            var last = names.LastIndexOf(added[i].Name);
            var at = last < 0 ? names.Count : last + 1;
            names.Insert(at, added[i].Name);
            sources.Insert(at, ~i);
        }
        _sources = [.. sources];
        OutputSchema = SchemaOf(sources.Select(s => s >= 0 ? new(input[s]) : added[~s]));
    }

    /// <summary>Some columns of the input, in the order given; without a choice, all of them.</summary>
    public BoundRowMapper(DataViewSchema input, IEnumerable<DataViewSchema.Column>? columns = null)
    {
        (InputSchema, _sources) = (input, [.. (columns ?? input).Select(c => c.Index)]);
        OutputSchema = columns is null ? input : SchemaOf(columns.Select(c => new DataViewSchema.DetachedColumn(c)));
    }

    public DataViewSchema InputSchema { get; }
    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = dependingColumns.Select(c => _sources[c.Index]).ToHashSet();
        var dependencies = _mapper?.GetDependencies(i => needed.Contains(~i)) ?? (_ => false);
        return [.. InputSchema.Where(c => needed.Contains(c.Index) || dependencies(c.Index))];
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckValue(activeColumns, nameof(activeColumns));
        Contracts.Check(input.Schema == InputSchema, "Schema of input row must be the same as the schema the mapper is bound to");
        return Wrap(input, activeColumns);
    }

    /// <summary>
    /// A row, or a cursor, over that of the input, which it owns. Where a function moves the input to the next row that is kept, it goes
    /// without the other rows.
    /// </summary>
    public DataViewRowCursor Wrap(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns, Func<bool>? moveNext = null)
    {
        var active = ColumnSelection.ToActive(activeColumns, OutputSchema);
        Action? disposer = null;
        var added = _mapper?.CreateGetters(input, i => active[Array.IndexOf(_sources, ~i)], out disposer) ?? [];
        return new Cursor(this, input, active, added, disposer, moveNext);
    }

    private static DataViewSchema SchemaOf(IEnumerable<DataViewSchema.DetachedColumn> columns)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(columns);
        return builder.ToSchema();
    }

    private sealed class Cursor(BoundRowMapper mapper, DataViewRow input, bool[] active, Delegate?[] added, Action? disposer,
        Func<bool>? moveNext) : RootCursorBase
    {
        public override long Position => moveNext is null ? input.Position : base.Position;
        public override long Batch => input.Batch;
        public override DataViewSchema Schema => mapper.OutputSchema;
        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];
        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            var source = mapper._sources[column.Index];
            return active[column.Index] && source >= 0
                ? input.GetGetter<TValue>(input.Schema[source])
                : ColumnSelection.Cast<TValue>(active[column.Index] ? added[~source] : null, column);
        }

        protected override bool MoveNextCore() => moveNext?.Invoke() ?? ((DataViewRowCursor)input).MoveNext();

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            disposer?.Invoke();
            input.Dispose();
        }
    }
}

/// <summary>The rows that a view keeps: the columns that are read, what moves a cursor to the next of them, how many remain.</summary>
internal sealed record RowChoice(
    DataViewSchema.Column[] Tested, Func<DataViewRowCursor, Func<bool>> MakeMove, Func<long?, long?> CountRows);

/// <summary>
/// A view with the columns that a mapper leaves or adds, computed row by row when they are read, and with all rows or those chosen.
/// Where something depends on the order of the rows, no cursor may change it and one must read them all.
/// </summary>
internal sealed class RowToRowMapperTransform(IDataView input, BoundRowMapper mapper, bool inOrder = false, RowChoice? rows = null)
    : IDataView
{
    public RowToRowMapperTransform(IDataView input, IRowMapper mapper, bool inOrder = false)
        : this(input, new BoundRowMapper(input.Schema, mapper), inOrder) { }

    public bool CanShuffle => !inOrder && input.CanShuffle;
    public DataViewSchema Schema => mapper.OutputSchema;

    public static DataViewSchema GetOutputSchema(DataViewSchema inputSchema, IRowMapper mapper) =>
        new BoundRowMapper(inputSchema, mapper).OutputSchema;

    public long? GetRowCount() => rows is null ? input.GetRowCount() : rows.CountRows(input.GetRowCount());

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        Open(columnsNeeded, needed => [input.GetRowCursor(needed, inOrder ? null : rand)])[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        inOrder ? [GetRowCursor(columnsNeeded)] : Open(columnsNeeded, needed => input.GetRowCursorSet(needed, n, rand));

    private DataViewRowCursor[] Open(
        IEnumerable<DataViewSchema.Column> columnsNeeded, Func<IEnumerable<DataViewSchema.Column>, DataViewRowCursor[]> open)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        var inputs = open(mapper.GetDependencies(needed).Concat(rows?.Tested ?? []).DistinctBy(c => c.Index));
        return Array.ConvertAll(inputs, cursor => mapper.Wrap(cursor, needed, rows?.MakeMove(cursor)));
    }
}
