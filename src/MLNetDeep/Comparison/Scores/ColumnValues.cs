using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparison;

/// <summary>Reads whole columns of scored rows into arrays, in one pass.</summary>
internal static class ColumnValues
{
    /// <summary>All values of a column.</summary>
    public static T[] Read<T>(IDataView data, string name)
    {
        var column = data.Schema[name];
        var values = new List<T>();
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<T>(column);
        T value = default!;
        while (cursor.MoveNext())
        {
            getter(ref value);
            values.Add(value);
        }
        return [.. values];
    }

    /// <summary>A column of labels and columns of float scores, scalars or vectors of known length.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="label">The column of labels.</param>
    /// <param name="toNumber">Makes a number of a label.</param>
    /// <param name="names">The columns of scores.</param>
    /// <returns>The labels, and for each column its width and its values row after row.</returns>
    public static (float[] Labels, (int Width, float[] Values)[] Columns) Read<TLabel>(
        IDataView data, string label, Func<TLabel, float> toNumber, params ReadOnlySpan<string> names)
    {
        DataViewSchema.Column[] columns = [data.Schema[label], .. names.ToArray().Select(name => data.Schema[name])];
        var labels = new List<float>();
        var values = columns.Skip(1).Select(_ => new List<float>()).ToArray();
        using var cursor = data.GetRowCursor(columns);
        var getLabel = cursor.GetGetter<TLabel>(columns[0]);
        var readers = values.Select((list, i) => Reader(cursor, columns[i + 1], list)).ToArray();
        TLabel value = default!;
        while (cursor.MoveNext())
        {
            getLabel(ref value);
            labels.Add(toNumber(value));
            foreach (var read in readers)
                read();
        }
        return ([.. labels], [.. values.Select((list, i) => (Width(columns[i + 1].Type), list.ToArray()))]);
    }

    private static int Width(DataViewType type) => type is VectorDataViewType vector ? vector.Size : 1;

    private static Action Reader(DataViewRow row, DataViewSchema.Column column, List<float> values)
    {
        if (column.Type is not VectorDataViewType)
        {
            var getNumber = row.GetGetter<float>(column);
            var number = 0f;
            return () =>
            {
                getNumber(ref number);
                values.Add(number);
            };
        }
        var getVector = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> buffer = default;
        return () =>
        {
            getVector(ref buffer);
            if (buffer.IsDense)
                values.AddRange(buffer.GetValues());
            else
                values.AddRange(buffer.DenseValues());
        };
    }
}
