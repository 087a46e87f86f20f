global using AnnotationsBuilder = Microsoft.ML.DataViewSchema.Annotations.Builder;
using System.Diagnostics.CodeAnalysis;
using static Microsoft.ML.Data.AnnotationUtils;
using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms;

/// <summary>The shape of a column but for its name.</summary>
internal readonly record struct ItemShape(VectorKind Kind, DataViewType ItemType, bool IsKey, IEnumerable<SchemaShape.Column> Annotations);

/// <summary>What transforms ask of their inputs, promise and hand on.</summary>
internal static class Shapes
{
    public static SchemaShape.Column IsNormalized { get; } =
        new(Kinds.IsNormalized, VectorKind.Scalar, BooleanDataViewType.Instance, false);
    public static SchemaShape.Column SlotNames { get; } = new(Kinds.SlotNames, VectorKind.Vector, TextDataViewType.Instance, false);
    public static SchemaShape.Column CategoricalSlotRanges { get; } =
        new(Kinds.CategoricalSlotRanges, VectorKind.Vector, NumberDataViewType.Int32, false);

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

    /// <summary>The column of a name; one that is not there is refused.</summary>
    public static SchemaShape.Column Find(this SchemaShape inputSchema, IHost host, string name) =>
        inputSchema.TryFindColumn(name, out var column) ? column : throw host.ExceptSchemaMismatch(nameof(inputSchema), "input", name);

    /// <summary>The schema with a column added, or put in place of the one of its name.</summary>
    public static SchemaShape With(this SchemaShape schema, params SchemaShape.Column[] columns)
    {
        var result = schema.ToDictionary(c => c.Name);
        Array.ForEach(columns, column => result[column.Name] = column);
        return new SchemaShape(result.Values);
    }

    /// <summary>The schema with each output added, or put in place of the column of its name; missing inputs are refused.</summary>
    public static SchemaShape With(
        this SchemaShape inputSchema, IHost host, (string Output, string Input)[] pairs, Func<SchemaShape.Column, ItemShape> map)
    {
        host.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Array.ConvertAll(pairs, pair =>
        {
            var (kind, itemType, isKey, annotations) = map(inputSchema.Find(host, pair.Input));
            return new SchemaShape.Column(pair.Output, kind, itemType, isKey, new SchemaShape(annotations));
        }));
    }

    /// <summary>Those of a column's annotations that have one of these names.</summary>
    public static IEnumerable<SchemaShape.Column> Only(SchemaShape.Column column, params string[] kinds) =>
        column.Annotations.Where(a => kinds.Contains(a.Name));

    public static void Keep(this AnnotationsBuilder annotations, DataViewSchema.Column source, params string[] kinds) =>
        annotations.Add(source.Annotations, kinds.Contains);
}

/// <summary>The headers of the parts that transforms save.</summary>
internal static class TransformVersions
{
    /// <summary>The header of a first format. The signature is eight characters; it differs from ML.NET's where the layout does.</summary>
    public static VersionInfo First(string modelSignature, string loaderSignature) => new(
        modelSignature, 0x00010001, 0x00010001, 0x00010001, typeof(TransformVersions).Assembly.FullName!, loaderSignature);
}
