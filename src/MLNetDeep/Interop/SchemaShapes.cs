using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Interop;

/// <summary>Makes and reads <see cref="SchemaShape"/>s, whose useful members ML.NET keeps to itself.</summary>
internal static class SchemaShapes
{
    /// <summary>A column of a schema's promise.</summary>
    public static SchemaShape.Column Column(
        string name, SchemaShape.Column.VectorKind kind, PrimitiveDataViewType item, bool isKey, params SchemaShape.Column[] annotations) =>
        new(name, kind, item, isKey, annotations.Length == 0 ? null : new SchemaShape(annotations));

    public static SchemaShape.Column Scalar(string name, PrimitiveDataViewType item, params SchemaShape.Column[] annotations) =>
        Column(name, SchemaShape.Column.VectorKind.Scalar, item, isKey: false, annotations);

    public static SchemaShape.Column Vector(string name, PrimitiveDataViewType item, params SchemaShape.Column[] annotations) =>
        Column(name, SchemaShape.Column.VectorKind.Vector, item, isKey: false, annotations);

    public static SchemaShape.Column Key(string name, params SchemaShape.Column[] annotations) =>
        Column(name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true, annotations);

    /// <summary>The shape of a known schema.</summary>
    public static SchemaShape Of(DataViewSchema schema) => SchemaShape.Create(schema);

    public static SchemaShape.Column? Find(SchemaShape shape, string name)
    {
        foreach (var column in shape)
        {
            if (column.Name == name)
                return column;
        }
        return null;
    }

    /// <summary>The type as ML.NET words it in its messages: <c>Vector&lt;Single&gt;</c>, <c>Key&lt;UInt32&gt;</c>.</summary>
    public static string Describe(SchemaShape.Column column)
    {
        var item = column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString()!;
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector => $"Vector<{item}>",
            SchemaShape.Column.VectorKind.VariableVector => $"VarVector<{item}>",
            _ => item,
        };
    }
}
