namespace Microsoft.ML.Data;

/// <summary>Some of the columns of a row, in a given order.</summary>
internal sealed class ColumnSubsetMapper(DataViewSchema inputSchema, int[] columns) : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    public DataViewSchema OutputSchema { get; } = ColumnSubsetView.SubsetSchema(inputSchema, columns);

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        [.. dependingColumns.Select(c => inputSchema[columns[c.Index]]).DistinctBy(c => c.Index)];

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new Row(this, input, columns);

    private sealed class Row(ColumnSubsetMapper mapper, DataViewRow input, int[] columns) : DataViewRow
    {
        public override DataViewSchema Schema => mapper.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(SourceOf(column));

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(SourceOf(column));

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }

        private DataViewSchema.Column SourceOf(DataViewSchema.Column column) => input.Schema[columns[column.Index]];
    }
}
