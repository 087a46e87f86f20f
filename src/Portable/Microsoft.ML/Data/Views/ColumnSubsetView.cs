namespace Microsoft.ML.Data;

/// <summary>Some of the columns of another view, in a given order; the row count, order and everything else stay.</summary>
internal sealed class ColumnSubsetView : DerivedView
{
    private readonly int[] _sources;

    public ColumnSubsetView(IDataView source, IEnumerable<int> columns)
        : base(source)
    {
        _sources = [.. columns];
        Schema = SubsetSchema(source.Schema, _sources);
    }

    public override DataViewSchema Schema { get; }

    public override bool CanShuffle => Source.CanShuffle;

    public static DataViewSchema SubsetSchema(DataViewSchema schema, int[] columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var index in columns)
            builder.AddColumn(schema[index].Name, schema[index].Type, schema[index].Annotations);
        return builder.ToSchema();
    }

    /// <summary>The view without the column of this name, and without those that it hides.</summary>
    public static ColumnSubsetView Drop(IDataView source, string name) =>
        new(source, source.Schema.Where(c => c.Name != name).Select(c => c.Index));

    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, Source.GetRowCursor(ToSource(columnsNeeded), rand));

    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        Array.ConvertAll(Source.GetRowCursorSet(ToSource(columnsNeeded), n, rand), c => (DataViewRowCursor)new Cursor(this, c));

    private List<DataViewSchema.Column> ToSource(IEnumerable<DataViewSchema.Column> columns)
    {
        var result = new List<DataViewSchema.Column>();
        foreach (var column in columns)
        {
            if (column.Index >= _sources.Length)
                throw Contracts.ExceptParam(nameof(columns), $"The column '{column.Name}' is not part of this data");
            result.Add(Source.Schema[_sources[column.Index]]);
        }

        return result;
    }

    private sealed class Cursor(ColumnSubsetView view, DataViewRowCursor input) : ForwardingCursor(input)
    {
        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(SourceOf(column));

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(SourceOf(column));

        private DataViewSchema.Column SourceOf(DataViewSchema.Column column) => Input.Schema[view._sources[column.Index]];
    }
}
