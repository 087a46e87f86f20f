using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Cli.Data;

/// <summary>Columns in memory as a data view, with the names that a file gave them.</summary>
internal sealed class SeriesView : IDataView
{
    private readonly Array[] _columns;
    private readonly int _rowCount;

    /// <param name="columns">Names and values: <see langword="float"/>, <see cref="DateTime"/> or text; all as long.</param>
    public SeriesView(params IReadOnlyList<(string Name, Array Values)> columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var (name, values) in columns)
            builder.AddColumn(name, TypeOf(values));
        Schema = builder.ToSchema();
        _columns = [.. columns.Select(column => column.Values)];
        _rowCount = columns[0].Values.Length;
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _rowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded)];

    private static PrimitiveDataViewType TypeOf(Array values) => values switch
    {
        float[] => NumberDataViewType.Single,
        DateTime[] => DateTimeDataViewType.Instance,
        _ => TextDataViewType.Instance,
    };

    private sealed class Cursor(SeriesView view, IEnumerable<DataViewSchema.Column> columns) : DataViewRowCursor
    {
        private readonly HashSet<int> _active = [.. columns.Select(column => column.Index)];
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override bool MoveNext()
        {
            if (_position + 1 >= view._rowCount)
            {
                _position = -1;
                return false;
            }
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Delegate getter = view._columns[column.Index] switch
            {
                float[] numbers => (ValueGetter<float>)((ref float value) => value = numbers[_position]),
                DateTime[] times => (ValueGetter<DateTime>)((ref DateTime value) => value = times[_position]),
                string[] texts => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) =>
                    value = texts[_position].AsMemory()),
                var other => throw new InvalidOperationException($"Columns of {other.GetType()} are not read."),
            };
            return (ValueGetter<TValue>)getter;
        }
    }
}
