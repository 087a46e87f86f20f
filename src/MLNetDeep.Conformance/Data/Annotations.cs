using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Conformance.Data;

/// <summary>Columns with the values of their annotations, as text.</summary>
internal static class Annotations
{
    public static List<string> Describe(IDataView data) => [.. data.Schema.Where(column => !column.IsHidden).Select(Describe)];

    private static string Describe(DataViewSchema.Column column)
    {
        var values = column.Annotations.Schema.Select(annotation => $"{annotation.Name}: {Value(column, annotation)}");
        return $"{column.Name}: {column.Type} [{string.Join(", ", values)}]";
    }

    private static string Value(DataViewSchema.Column column, DataViewSchema.Column annotation)
    {
        var item = annotation.Type is VectorDataViewType vector ? vector.ItemType.RawType : annotation.Type.RawType;
        var method = annotation.Type is VectorDataViewType ? nameof(Vector) : nameof(Scalar);
        return (string)typeof(Annotations).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(item)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [column.Annotations, annotation.Name], null)!;
    }

    private static string Vector<T>(DataViewSchema.Annotations annotations, string name)
    {
        VBuffer<T> value = default;
        annotations.GetValue(name, ref value);
        return string.Join(' ', value.DenseValues());
    }

    private static string Scalar<T>(DataViewSchema.Annotations annotations, string name)
    {
        T value = default!;
        annotations.GetValue(name, ref value);
        return $"{value}";
    }
}
