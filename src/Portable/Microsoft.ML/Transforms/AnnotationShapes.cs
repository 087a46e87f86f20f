using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>The shapes of the annotations that transforms promise.</summary>
internal static class AnnotationShapes
{
    public static SchemaShape.Column IsNormalized { get; } =
        new(AnnotationUtils.Kinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false);

    public static SchemaShape.Column SlotNames { get; } =
        new(AnnotationUtils.Kinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false);

    public static SchemaShape.Column CategoricalSlotRanges { get; } =
        new(AnnotationUtils.Kinds.CategoricalSlotRanges, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Int32, false);

    /// <summary>Those of a column's annotations that have one of these names.</summary>
    public static SchemaShape Only(SchemaShape.Column column, params string[] kinds) =>
        new(column.Annotations.Where(a => kinds.Contains(a.Name)));
}
