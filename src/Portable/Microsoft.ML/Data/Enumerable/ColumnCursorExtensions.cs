namespace Microsoft.ML.Data;

public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        Contracts.CheckValue(data, nameof(data));
        return data.GetColumn<T>(data.Schema[columnName]);
    }

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        Contracts.CheckValue(data, nameof(data));
        var found = data.Schema[column.Index];
        Contracts.CheckParam(found.Name == column.Name && found.Type.Equals(column.Type), nameof(column),
            $"column with name {column.Name}, type {column.Type}, and index {column.Index} cannot be found in {nameof(data)}");
        Contracts.CheckParam(!typeof(T).IsArray || column.Type is VectorDataViewType, nameof(column),
            $"Cannot load vector type, {column.Type}, specified in {nameof(column)} to the user-defined type, {typeof(T)}.");
        var member = RowMember.Get(typeof(Cell<T>), nameof(Cell<T>.Value));
        Contracts.CheckParam(member.Fits(column.Type), nameof(column),
            $"Cannot map column (name: {column.Name}, type: {column.Type}) in {nameof(data)} to the user-defined type, {typeof(T)}.");
        return Read();

        IEnumerable<T> Read()
        {
            using var cursor = data.GetRowCursor([column]);
            var fill = member.MakeFiller<Cell<T>>(cursor, column);
            while (cursor.MoveNext())
            {
                // A cell of its own for each row: callers keep the arrays and buffers that they are given.
                var cell = new Cell<T>();
                fill(cell);
                yield return cell.Value;
            }
        }
    }

    private sealed class Cell<T>
    {
        // A member that is no array may stay so where there are no values; here they become an empty one.
        public T Value = typeof(T).IsArray ? (T)(object)Array.CreateInstance(typeof(T).GetElementType()!, 0) : default!;
    }
}
