using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Conformance;

/// <summary>
/// Schema shapes through public members alone: ML.NET keeps <c>SchemaShape.Create</c> and the constructor of its columns to itself,
/// but a custom mapping promises any column that one tells it to add.
/// </summary>
internal static class Shapes
{
    /// <summary>What is known of a schema before there are data.</summary>
    public static SchemaShape Of(DataViewSchema schema)
    {
        var shape = new SchemaShape([]);
        foreach (var column in schema.Where(column => !column.IsHidden))
        {
            shape = (SchemaShape)typeof(Shapes).GetMethod(nameof(Add), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(column.Type.RawType).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [shape, column], null)!;
        }
        return shape;
    }

    /// <summary>One line a column, in the order of names: type, and the names and types of annotations.</summary>
    public static List<string> Describe(SchemaShape shape)
        => [.. shape.Select(column => $"{column.Name}: {Type(column)} [{string.Join(", ", Describe(column.Annotations))}]")
            .Order(StringComparer.Ordinal)];

    private static string Type(SchemaShape.Column column)
    {
        var item = column.IsKey ? $"Key<{column.ItemType}>" : $"{column.ItemType}";
        return column.Kind == SchemaShape.Column.VectorKind.Scalar ? item : $"{column.Kind}<{item}>";
    }

    private static SchemaShape Add<T>(SchemaShape shape, DataViewSchema.Column column)
    {
        var definition = SchemaDefinition.Create(typeof(Holder<T>));
        var added = definition.Single();
        (added.ColumnName, added.ColumnType) = (column.Name, column.Type);
        foreach (var annotation in column.Annotations.Schema)
            Annotate(added, annotation);
        return new MLContext().Transforms.CustomMapping<Nothing, Holder<T>>((_, _) => { }, null, null, definition).GetOutputSchema(shape);
    }

    // Of its value only the type matters.
    private static void Annotate(SchemaDefinition.Column column, DataViewSchema.Column annotation)
    {
        var type = annotation.Type.RawType;
        typeof(SchemaDefinition.Column).GetMethod(nameof(SchemaDefinition.Column.AddAnnotation))!.MakeGenericMethod(type)
            .Invoke(column, BindingFlags.DoNotWrapExceptions, null, [annotation.Name, Default(type), annotation.Type], null);
    }

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    private sealed class Nothing;

    private sealed class Holder<T>
    {
        public T Value { get; set; } = default!;
    }
}
