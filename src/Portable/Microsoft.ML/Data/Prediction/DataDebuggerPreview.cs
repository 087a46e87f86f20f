namespace Microsoft.ML.Data;

public sealed class DataDebuggerPreview
{
    internal const int DefaultMaxRows = 100;

    internal DataDebuggerPreview(IDataView data, int maxRows)
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckParam(maxRows >= 0, nameof(maxRows));
        Schema = data.Schema;
        using var cursor = data.GetRowCursor(Schema);
        var readers = Schema.Select(c => Utils.MarshalInvoke(MakeReader<int>, c.Type.RawType, (DataViewRow)cursor, c)).ToArray();
        var rows = ImmutableArray.CreateBuilder<RowInfo>();
        while (rows.Count < maxRows && cursor.MoveNext())
            rows.Add(new RowInfo([.. readers.Select((read, i) => new KeyValuePair<string, object>(Schema[i].Name, read()))]));
        RowView = rows.ToImmutable();
        ColumnView = [.. Schema.Select(c => new ColumnInfo(c, [.. RowView.Select(r => r.Values[c.Index].Value)]))];
    }

    public DataViewSchema Schema { get; }
    public ImmutableArray<ColumnInfo> ColumnView { get; }
    public ImmutableArray<RowInfo> RowView { get; }
    public override string ToString() => $"{Schema.Count} columns, {RowView.Length} rows";

    private static Func<object> MakeReader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return value!;
        };
    }

    public sealed class RowInfo
    {
        internal RowInfo(KeyValuePair<string, object>[] values) => Values = values;
        public KeyValuePair<string, object>[] Values { get; }
        public override string ToString() => $"{Values.Length} columns";
    }

    public sealed class ColumnInfo
    {
        internal ColumnInfo(DataViewSchema.Column column, object[] values) => (Column, Values) = (column, values);
        public DataViewSchema.Column Column { get; }
        public object[] Values { get; }
        public override string ToString() => $"{Column.Name}: {Column.Type}";
    }
}
