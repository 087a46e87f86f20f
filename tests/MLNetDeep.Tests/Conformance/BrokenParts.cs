using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Conformance;

/// <summary>An estimator that is what its parts are.</summary>
internal sealed class BrokenEstimator(Func<IDataView, ITransformer> fit) : IEstimator<ITransformer>
{
    public Func<SchemaShape, SchemaShape>? Promise { get; set; }

    public ITransformer Fit(IDataView input) => fit(input);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Promise!(inputSchema);
}

/// <summary>A sound transformer, of which parts are replaced.</summary>
internal sealed class BrokenTransformer(ITransformer inner) : ITransformer
{
    public Func<IDataView, IDataView>? Output { get; init; }

    public Func<DataViewSchema, IRowToRowMapper>? Mapper { get; init; }

    public ITransformer? Saved { get; init; }

    public bool IsRowToRowMapper => inner.IsRowToRowMapper;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner.GetOutputSchema(inputSchema);

    public IDataView Transform(IDataView input) => Output?.Invoke(input) ?? inner.Transform(input);

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
        => Mapper?.Invoke(inputSchema) ?? inner.GetRowToRowMapper(inputSchema);

    public void Save(ModelSaveContext ctx) => (Saved ?? inner).Save(ctx);
}

/// <summary>A view whose sets of cursors hold all rows twice.</summary>
internal sealed class DoublingView(IDataView inner) : IDataView
{
    public DataViewSchema Schema => inner.Schema;

    public bool CanShuffle => inner.CanShuffle;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => inner.GetRowCursor(columnsNeeded, rand);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded), GetRowCursor(columnsNeeded)];
}

/// <summary>A mapper that says it needs all columns, whichever are asked for.</summary>
internal sealed class GreedyMapper(IRowToRowMapper inner) : IRowToRowMapper
{
    public DataViewSchema InputSchema => inner.InputSchema;

    public DataViewSchema OutputSchema => inner.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => InputSchema;

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => inner.GetRow(input, activeColumns);
}
