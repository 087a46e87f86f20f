using System.Diagnostics.CodeAnalysis;
using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms;

/// <summary>The shape of a column but for its name.</summary>
internal readonly record struct ItemShape(VectorKind Kind, DataViewType ItemType, bool IsKey, IEnumerable<SchemaShape.Column> Annotations);

/// <summary>What transforms ask of their inputs, promise and hand on.</summary>
internal static class Shapes
{
    public static SchemaShape.Column IsNormalized { get; } =
        new(AnnotationUtils.Kinds.IsNormalized, VectorKind.Scalar, BooleanDataViewType.Instance, false);
    public static SchemaShape.Column SlotNames { get; } =
        new(AnnotationUtils.Kinds.SlotNames, VectorKind.Vector, TextDataViewType.Instance, false);
    public static SchemaShape.Column CategoricalSlotRanges { get; } =
        new(AnnotationUtils.Kinds.CategoricalSlotRanges, VectorKind.Vector, NumberDataViewType.Int32, false);

    public static void CheckInput(this IHost host, [DoesNotReturnIf(false)] bool fits, DataViewSchema.Column source, string expected)
    {
        if (!fits)
            throw host.ExceptSchemaMismatch("inputSchema", "input", source.Name, expected, source.Type.ToString()!);
    }

    public static void CheckInput(this IHost host, bool fits, SchemaShape.Column source, string expected)
    {
        if (!fits)
            throw host.ExceptSchemaMismatch("inputSchema", "input", source.Name, expected, source.GetTypeString());
    }

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
            var (kind, itemType, isKey, annotations) = map(column);
            result[output] = new SchemaShape.Column(output, kind, itemType, isKey, new SchemaShape(annotations));
        }
        return new SchemaShape(result.Values);
    }

    /// <summary>Those of a column's annotations that have one of these names.</summary>
    public static IEnumerable<SchemaShape.Column> Only(SchemaShape.Column column, params string[] kinds) =>
        column.Annotations.Where(a => kinds.Contains(a.Name));

    public static void Keep(this DataViewSchema.Annotations.Builder annotations, DataViewSchema.Column source, params string[] kinds) =>
        annotations.Add(source.Annotations, kinds.Contains);
}

/// <summary>The headers of the parts that transforms save.</summary>
internal static class TransformVersions
{
    /// <summary>The header of a first format. The signature is eight characters; it differs from ML.NET's where the layout does.</summary>
    public static VersionInfo First(string modelSignature, string loaderSignature) => new(
        modelSignature, 0x00010001, 0x00010001, 0x00010001, typeof(TransformVersions).Assembly.FullName!, loaderSignature);
}
