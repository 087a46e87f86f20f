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

    public Func<int, bool> GetDependencies(Func<int, bool> activeOutput)
    {
        var needed = sources.Where((_, i) => activeOutput(i)).SelectMany(s => s).Select(c => c.Index).ToHashSet();
        return needed.Contains;
    }

    public Delegate?[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer)
    {
        disposer = null;
        return [.. outputs.Select((_, i) => activeOutput(i) ? makeGetter(input, i) : null)];
    }
}

/// <summary>Columns chosen from an input, and those of a mapper, row by row.</summary>
internal sealed class BoundRowMapper(ColumnBindings bindings, IRowMapper? mapper = null) : IRowToRowMapper
{
    public BoundRowMapper(DataViewSchema input, IRowMapper mapper)
        : this(new ColumnBindings(input, mapper.GetOutputColumns()), mapper)
    {
    }

    public DataViewSchema InputSchema => bindings.InputSchema;

    public DataViewSchema OutputSchema => bindings.Schema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        bindings.GetActiveInput(ColumnSelection.ToActive(dependingColumns, OutputSchema), mapper);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckValue(activeColumns, nameof(activeColumns));
        Contracts.Check(input.Schema == InputSchema, "Schema of input row must be the same as the schema the mapper is bound to");
        return Wrap(input, activeColumns);
    }

    public DataViewRowCursor Wrap(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        var active = ColumnSelection.ToActive(activeColumns, OutputSchema);
        Action? disposer = null;
        var added = mapper?.CreateGetters(input, bindings.GetActiveAdded(active), out disposer) ?? [];
        return new DerivedCursor(input, bindings, active, added, disposer);
    }
}

/// <summary>
/// A view of another's rows, made of that view's cursors. Where something depends on the order of the rows, no cursor may change it and
/// one must read them all.
/// </summary>
internal abstract class DerivedView(IDataView source, DataViewSchema schema, bool inOrder) : IDataView
{
    public DataViewSchema Schema => schema;

    public bool CanShuffle => !inOrder && source.CanShuffle;

    protected IDataView Source => source;

    public virtual long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var needed = columnsNeeded.ToArray();
        return Wrap(source.GetRowCursor(InputColumns(needed), inOrder ? null : rand), needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var needed = columnsNeeded.ToArray();
        return inOrder
            ? [GetRowCursor(needed)]
            : Array.ConvertAll(source.GetRowCursorSet(InputColumns(needed), n, rand), input => Wrap(input, needed));
    }

    protected abstract IEnumerable<DataViewSchema.Column> InputColumns(DataViewSchema.Column[] needed);

    protected abstract DataViewRowCursor Wrap(DataViewRowCursor input, DataViewSchema.Column[] needed);
}

/// <summary>A view with the columns that a mapper leaves or adds, computed row by row when they are read.</summary>
internal sealed class RowToRowMapperTransform(IDataView input, BoundRowMapper mapper, bool inOrder = false)
    : DerivedView(input, mapper.OutputSchema, inOrder)
{
    public RowToRowMapperTransform(IDataView input, IRowMapper mapper, bool inOrder = false)
        : this(input, new BoundRowMapper(input.Schema, mapper), inOrder)
    {
    }

    public static DataViewSchema GetOutputSchema(DataViewSchema inputSchema, IRowMapper mapper) =>
        new BoundRowMapper(inputSchema, mapper).OutputSchema;

    protected override IEnumerable<DataViewSchema.Column> InputColumns(DataViewSchema.Column[] needed) => mapper.GetDependencies(needed);

    protected override DataViewRowCursor Wrap(DataViewRowCursor input, DataViewSchema.Column[] needed) => mapper.Wrap(input, needed);
}
