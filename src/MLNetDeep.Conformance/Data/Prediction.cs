using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Conformance.Data;

/// <summary>One row of what a model adds to its input, in whatever columns.</summary>
/// <param name="Names">The columns' names, shared by all rows.</param>
/// <param name="Values">A scalar or an array for each.</param>
internal sealed record Prediction(IReadOnlyList<string> Names, IReadOnlyList<object> Values)
{
    /// <summary>The scores, one for a column that is no vector.</summary>
    public float[] Score => Floats("Score")
        ?? throw new ConformanceException($"A model must add a column 'Score', but adds {string.Join(", ", Names)}.");

    /// <summary>The probabilities of a task that has a column of them.</summary>
    public float[]? Probabilities => Floats("Probability");

    public object? PredictedLabel => Find("PredictedLabel");

    public bool IsFinite => Values.SelectMany(Each).All(value => value switch
    {
        float number => float.IsFinite(number),
        double number => double.IsFinite(number),
        _ => true,
    });

    /// <summary>What a model tells of all rows.</summary>
    public static IReadOnlyList<Prediction> Of(ITransformer model, TestTable data) => Read(model.Transform(data), data.Schema);

    /// <summary>Reads what a model adds, of all rows.</summary>
    /// <param name="data">The model's output.</param>
    /// <param name="source">The schema of its input.</param>
    public static IReadOnlyList<Prediction> Read(IDataView data, DataViewSchema source)
    {
        var columns = Added(data.Schema, source);
        using var cursor = data.GetRowCursor(columns);
        return Read(cursor, columns);
    }

    /// <summary>Reads the columns of all rows that a cursor has.</summary>
    public static List<Prediction> Read(DataViewRowCursor cursor, IReadOnlyList<DataViewSchema.Column> columns)
    {
        var reader = Reader(cursor, columns);
        List<Prediction> predictions = [];
        while (cursor.MoveNext())
            predictions.Add(reader());
        return predictions;
    }

    /// <summary>Reads a row as it stands.</summary>
    public static Func<Prediction> Reader(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns)
    {
        string[] names = [.. columns.Select(column => column.Name)];
        Func<object>[] readers = [.. columns.Select(column => Reader(row, column))];
        return () => new(names, [.. readers.Select(read => read())]);
    }

    /// <summary>The columns of a model's output that its input lacks.</summary>
    public static IReadOnlyList<DataViewSchema.Column> Added(DataViewSchema output, DataViewSchema source)
        => [.. output.Where(column => !column.IsHidden && source.GetColumnOrNull(column.Name) == null)];

    public bool HasSameBits(Prediction other) => Bits == other.Bits;

    public override string ToString()
        => string.Join(", ", Names.Zip(Values, (name, value) => $"{name} [{string.Join(' ', Each(value).Select(Text))}]"));

    public string Bits => string.Join('|', Values.Select(value => string.Join(' ', Each(value).Select(each => each switch
    {
        float number => $"{BitConverter.SingleToUInt32Bits(number)}",
        double number => $"{BitConverter.DoubleToUInt64Bits(number)}",
        _ => Text(each),
    }))));

    private float[]? Floats(string name) => Find(name) switch
    {
        float value => [value],
        float[] values => values,
        _ => null,
    };

    private object? Find(string name) => Names.Index().Where(pair => pair.Item == name).Select(pair => Values[pair.Index]).FirstOrDefault();

    private static IEnumerable<object> Each(object value) => value is Array values ? values.Cast<object>() : [value];

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static Func<object> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        var isVector = column.Type is VectorDataViewType;
        var item = column.Type is VectorDataViewType vector ? vector.ItemType.RawType : column.Type.RawType;
        var method = isVector ? nameof(Vectors) : nameof(Scalars);
        return (Func<object>)typeof(Prediction).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(item)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [row, column], null)!;
    }

    private static Func<object> Vectors<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var get = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            get(ref value);
            return value.DenseValues().ToArray();
        };
    }

    private static Func<object> Scalars<T>(DataViewRow row, DataViewSchema.Column column) where T : notnull
    {
        var get = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            get(ref value);
            return value;
        };
    }
}
