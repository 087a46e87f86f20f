using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms;

/// <summary>The shape of a column but for its name.</summary>
internal readonly record struct ItemShape(
    VectorKind Kind, DataViewType ItemType, bool IsKey, IEnumerable<SchemaShape.Column> Annotations);

/// <summary>The shapes of what transforms promise.</summary>
internal static class Shapes
{
    public static SchemaShape.Column IsNormalized { get; } =
        new(AnnotationUtils.Kinds.IsNormalized, VectorKind.Scalar, BooleanDataViewType.Instance, false);

    public static SchemaShape.Column SlotNames { get; } =
        new(AnnotationUtils.Kinds.SlotNames, VectorKind.Vector, TextDataViewType.Instance, false);

    public static SchemaShape.Column CategoricalSlotRanges { get; } =
        new(AnnotationUtils.Kinds.CategoricalSlotRanges, VectorKind.Vector, NumberDataViewType.Int32, false);

    /// <summary>Those of a column's annotations that have one of these names.</summary>
    public static IEnumerable<SchemaShape.Column> Only(SchemaShape.Column column, params string[] kinds) =>
        column.Annotations.Where(a => kinds.Contains(a.Name));

    /// <summary>The schema with each output added, or put in place of the column of its name; missing inputs are refused.</summary>
    public static SchemaShape With(
        this SchemaShape inputSchema, IHost host, (string Output, string Input)[] pairs, Func<SchemaShape.Column, ItemShape> map)
    {
        host.CheckValue(inputSchema, nameof(inputSchema));
        var result = inputSchema.ToDictionary(c => c.Name);
        foreach (var (output, input) in pairs)
        {
            if (!inputSchema.TryFindColumn(input, out var column))
                throw host.ExceptSchemaMismatch(nameof(inputSchema), "input", input);
            var shape = map(column);
            result[output] = new SchemaShape.Column(
                output, shape.Kind, shape.ItemType, shape.IsKey, new SchemaShape(shape.Annotations));
        }
        return new SchemaShape(result.Values);
    }

    public static void CheckKey(IHost host, SchemaShape.Column column)
    {
        if (!column.IsKey)
            throw host.ExceptSchemaMismatch("inputSchema", "input", column.Name, "key type", column.GetTypeString());
    }

    public static void Keep(
        this DataViewSchema.Annotations.Builder annotations, DataViewSchema.Column source, params string[] kinds) =>
        annotations.Add(source.Annotations, kinds.Contains);
}
