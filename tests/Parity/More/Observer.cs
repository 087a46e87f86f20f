using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Parity;

/// <summary>Collects observations by name: what a call returns, or what it throws.</summary>
internal sealed class Observer
{
    private readonly SortedDictionary<string, object?> _seen = new(StringComparer.Ordinal);

    public void Observe(string name, Func<object?> observe)
    {
        try
        {
            _seen.Add(name, observe());
        }
        catch (Exception e)
        {
            var inner = e;
            while (inner is AggregateException or TargetInvocationException && inner.InnerException is { } cause)
                inner = cause;
            _seen.Add(name, new { exception = inner.GetType().FullName, message = inner.Message });
        }
    }

    /// <summary>The schema and the first rows of the columns that an estimator adds.</summary>
    public void Transform(string name, IEstimator<ITransformer> estimator, IDataView data, params string[] columns)
    {
        Observe($"{name}/schema", () => Schema(estimator.Fit(data).Transform(data).Schema)
            .Where(s => columns.Any(c => s.StartsWith($"{c}:", StringComparison.Ordinal))).ToArray());
        foreach (var column in columns)
            Observe($"{name}/rows/{column}", () => Rows(estimator.Fit(data).Transform(data), column));
    }

    public void Write(TextWriter output) => output.WriteLine(JsonSerializer.Serialize(_seen, new JsonSerializerOptions
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }));

    public static string[] Schema(DataViewSchema schema) => [.. schema.Where(c => !c.IsHidden).Select(c =>
        $"{c.Name}: {c.Type} [{string.Join(", ", c.Annotations.Schema.Select(a => $"{a.Name}: {a.Type}"))}]")];

    public static string[] Rows(IDataView data, string column, int count = 8)
    {
        var source = data.Schema[column];
        using var cursor = data.GetRowCursor([source]);
        var read = Reader(cursor, source);
        var result = new List<string>();
        while (result.Count < count && cursor.MoveNext())
            result.Add(read());
        return [.. result];
    }

    private static Func<string> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        var item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
        var name = column.Type is VectorDataViewType ? nameof(Vector) : nameof(Scalar);
        var method = typeof(Observer).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;
        return (Func<string>)method.MakeGenericMethod(item.RawType).Invoke(null, [row, column])!;
    }

    private static Func<string> Scalar<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return Text(value);
        };
    }

    private static Func<string> Vector<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            return $"{(value.IsDense ? "dense" : "sparse")} {value.Length}: "
                + string.Join("|", value.Items().Take(24).Select(item => $"{item.Key}={Text(item.Value)}"));
        };
    }

    private static string Text<T>(T value) => value switch
    {
        float number => number.ToString("G6", CultureInfo.InvariantCulture),
        double number => number.ToString("G8", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value is ReadOnlyMemory<char> text ? text.ToString() : value, CultureInfo.InvariantCulture)!,
    };
}
