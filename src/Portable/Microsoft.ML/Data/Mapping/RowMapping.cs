namespace Microsoft.ML.Data;

/// <summary>A cursor put together. A column has a getter, or is one of the row that the cursor stands over and owns, or null if not asked
/// for. What goes to the next row is not called again after the end; without it, the cursor goes as the row below goes.</summary>
internal sealed class RowCursor(DataViewSchema schema, IEnumerable<object?> columns, Func<bool>? moveNext = null, Action? dispose = null,
    DataViewRow? over = null, ValueGetter<DataViewRowId>? getId = null, Func<long>? getBatch = null) : DataViewRowCursor
{
    private readonly object?[] _columns = [.. columns];
    private long _position = -1;
    private bool _done;

    public override long Position => moveNext is null ? over!.Position : _position;
    public override long Batch => over?.Batch ?? getBatch?.Invoke() ?? 0;
    public override DataViewSchema Schema => schema;
    public override bool IsColumnActive(DataViewSchema.Column column) => _columns[column.Index] != null;
    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        getId ?? over?.GetIdGetter() ?? ((ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0));

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _columns[column.Index] switch
    {
        DataViewSchema.Column source => over!.GetGetter<TValue>(source),
        ValueGetter<TValue> getter => getter,
        null => throw Contracts.ExceptParam(nameof(column), $"Column '{column.Name}' was not asked for when the cursor was made."),
        var other => throw Contracts.Except(
            $"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: '{other.GetType().GetGenericArguments()[0]}'."),
    };

    public override bool MoveNext()
    {
        _done = _done || !(moveNext?.Invoke() ?? ((DataViewRowCursor)over!).MoveNext());
        _position = _done ? -1 : _position + 1;
        return !_done;
    }

    protected override void Dispose(bool disposing)
    {
        (_done, _position) = (true, -1);
        dispose?.Invoke();
        over?.Dispose();
    }

    /// <summary>Which columns of a schema are among those needed.</summary>
    public static bool[] Active(IEnumerable<DataViewSchema.Column> columnsNeeded, DataViewSchema schema)
    {
        var active = new bool[schema.Count];
        foreach (var column in columnsNeeded)
            active[schema[column.Index].Index] = true;
        return active;
    }
}

/// <summary>The columns that a transformer adds to one input, the columns that each needs, what makes its getter over a row.</summary>
internal sealed record RowMapper(
    DataViewSchema.DetachedColumn[] Outputs, DataViewSchema.Column[][] Sources, Func<DataViewRow, int, Delegate> MakeGetter);

/// <summary>Columns chosen from an input, and those of a mapper, row by row.</summary>
internal sealed class BoundRowMapper : IRowToRowMapper
{
    // By output column: the input column's index, or the complement of the added column's.
    private readonly int[] _sources;
    private readonly RowMapper? _mapper;

    /// <summary>All columns of the input and those added to it. An added column of a name that is there already stands right behind the
    /// last of that name and hides it; the others come at the end.</summary>
    public BoundRowMapper(DataViewSchema input, RowMapper mapper)
    {
        var columns = input.Select(c => (Source: c.Index, Column: new DataViewSchema.DetachedColumn(c))).ToList();
        foreach (var (i, added) in mapper.Outputs.Index())
        {
            var last = columns.FindLastIndex(c => c.Column.Name == added.Name);
            columns.Insert(last < 0 ? columns.Count : last + 1, (~i, added));
        }
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(columns.Select(c => c.Column));
        (InputSchema, OutputSchema, _mapper, _sources) = (input, schema.ToSchema(), mapper, [.. columns.Select(c => c.Source)]);
    }

    /// <summary>Some columns of the input, in the order given; without a choice, all of them.</summary>
    public BoundRowMapper(DataViewSchema input, IEnumerable<DataViewSchema.Column>? columns = null)
    {
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(columns ?? []);
        (InputSchema, OutputSchema, _sources) =
            (input, columns is null ? input : schema.ToSchema(), [.. (columns ?? input).Select(c => c.Index)]);
    }

    public DataViewSchema InputSchema { get; }
    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = dependingColumns.Select(c => _sources[c.Index])
            .SelectMany(source => source >= 0 ? [InputSchema[source]] : _mapper!.Sources[~source]).Select(c => c.Index).ToHashSet();
        return [.. InputSchema.Where(c => needed.Contains(c.Index))];
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckValue(activeColumns, nameof(activeColumns));
        Contracts.Check(input.Schema == InputSchema, "Schema of input row must be the same as the schema the mapper is bound to");
        return Wrap(input, activeColumns);
    }

    /// <summary>A row, or a cursor, over that of the input, which it owns. Where a function moves the input to the next row that is kept,
    /// it goes without the other rows.</summary>
    public DataViewRowCursor Wrap(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns, Func<bool>? moveNext = null)
    {
        var active = RowCursor.Active(activeColumns, OutputSchema);
        return new RowCursor(OutputSchema, _sources.Select((source, i) => !active[i] ? null
            : source >= 0 ? (object)input.Schema[source] : _mapper!.MakeGetter(input, ~source)), moveNext, over: input);
    }
}

/// <summary>The rows that a view keeps: the columns that are read, what moves a cursor to the next of them, how many remain.</summary>
internal sealed record RowChoice(
    DataViewSchema.Column[] Tested, Func<DataViewRowCursor, Func<bool>> MakeMove, Func<long?, long?> CountRows);

/// <summary>A view with the columns that a mapper leaves or adds, computed row by row when they are read, and with all rows or those
/// chosen. Where something depends on the order of the rows, no cursor may change it and one must read them all.</summary>
internal sealed class RowToRowMapperTransform(IDataView input, BoundRowMapper mapper, bool inOrder = false, RowChoice? rows = null)
    : IDataView
{
    public RowToRowMapperTransform(IDataView input, RowMapper mapper, bool inOrder = false)
        : this(input, new BoundRowMapper(input.Schema, mapper), inOrder) { }

    public bool CanShuffle => !inOrder && input.CanShuffle;
    public DataViewSchema Schema => mapper.OutputSchema;
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
