using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Onnx;

/// <summary>Columns of ML.NET as ONNX has them: one array, rows of one width, sequences filled up.</summary>
internal static class OnnxColumns
{
    private const string Length = ".Length";
    private const string PredictedName = "PredictedLabelName";

    /// <summary>Whether an output is beside ML.NET's columns.</summary>
    public static bool IsExtra(string name) => name == PredictedName || name.EndsWith(Length, StringComparison.Ordinal);

    /// <summary>Reads a column.</summary>
    /// <param name="view">The rows.</param>
    /// <param name="name">Its name in ONNX.</param>
    /// <param name="dimensions">Its shape there; -1 for the rows.</param>
    public static Array Read(IDataView view, string name, int[] dimensions)
    {
        int width = dimensions.Skip(1).Aggregate(1, (product, size) => product * size);
        if (name == PredictedName)
            return Names(view, view.Schema["PredictedLabel"], width);
        if (view.Schema.GetColumnOrNull(name) is not { } column)
            return Lengths(view, view.Schema[name[..^Length.Length]]);
        var item = (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
        if (item.RawType == typeof(uint))
            return Keys(view, column, width);
        return item.RawType == typeof(bool) ? Rows<bool>(view, column, width) : Rows<float>(view, column, width);
    }

    private static long[] Keys(IDataView view, DataViewSchema.Column column, int width) =>
        [.. Rows<uint>(view, column, width).Select(key => (long)key)];

    private static string[] Names(IDataView view, DataViewSchema.Column column, int width)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        column.GetKeyValues(ref values);
        string[] names = ["", .. values.DenseValues().Select(value => value.ToString())];
        return [.. Rows<uint>(view, column, width).Select(key => names[key])];
    }

    /// <summary>Steps of each row, two numbers each in sequences of numbers.</summary>
    private static long[] Lengths(IDataView view, DataViewSchema.Column column)
    {
        int width = ((VectorDataViewType)column.Type).ItemType is KeyDataViewType ? 1 : OnnxSequenceModels.StepWidth;
        return column.Type.GetItemType().RawType == typeof(uint)
            ? [.. Vectors<uint>(view, column).Select(row => (long)row.Length / width)]
            : [.. Vectors<float>(view, column).Select(row => (long)row.Length / width)];
    }

    private static DataViewType GetItemType(this DataViewType type) => (type as VectorDataViewType)?.ItemType ?? type;

    private static T[] Rows<T>(IDataView view, DataViewSchema.Column column, int width)
    {
        List<T> values = [];
        foreach (T[] row in Vectors<T>(view, column))
        {
            Assert.InRange(row.Length, 0, width);
            values.AddRange(row);
            values.AddRange(Enumerable.Repeat(default(T)!, width - row.Length));
        }

        return [.. values];
    }

    private static List<T[]> Vectors<T>(IDataView view, DataViewSchema.Column column)
    {
        using var cursor = view.GetRowCursor([column]);
        List<T[]> rows = [];
        if (column.Type is VectorDataViewType)
        {
            var getVector = cursor.GetGetter<VBuffer<T>>(column);
            VBuffer<T> vector = default;
            while (cursor.MoveNext())
            {
                getVector(ref vector);
                rows.Add([.. vector.DenseValues()]);
            }
        }
        else
        {
            var getValue = cursor.GetGetter<T>(column);
            T value = default!;
            while (cursor.MoveNext())
            {
                getValue(ref value);
                rows.Add([value]);
            }
        }

        return rows;
    }
}
