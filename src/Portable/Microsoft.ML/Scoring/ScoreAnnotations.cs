namespace Microsoft.ML.Data;

/// <summary>The annotations of score columns; their order is part of what users see, and differs from column to column.</summary>
internal static class ScoreAnnotations
{
    public static DataViewSchema.Annotations.Builder AddText(this DataViewSchema.Annotations.Builder builder, string kind, string value)
    {
        builder.AddPrimitiveValue(kind, TextDataViewType.Instance, value.AsMemory());
        return builder;
    }

    public static DataViewSchema.Annotations.Builder AddColumnKind(this DataViewSchema.Annotations.Builder builder, string value) =>
        builder.AddText(AnnotationUtils.Kinds.ScoreColumnKind, value);

    public static DataViewSchema.Annotations.Builder AddValueKind(this DataViewSchema.Annotations.Builder builder, string value) =>
        builder.AddText(AnnotationUtils.Kinds.ScoreValueKind, value);

    public static DataViewSchema.Annotations.Builder AddSetId(this DataViewSchema.Annotations.Builder builder, uint setId)
    {
        builder.AddPrimitiveValue(AnnotationUtils.Kinds.ScoreColumnSetId, AnnotationUtils.ScoreColumnSetIdType, setId);
        return builder;
    }

    public static DataViewSchema.Annotations.Builder AddIsNormalized(this DataViewSchema.Annotations.Builder builder)
    {
        builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
        return builder;
    }

    public static DataViewSchema.DetachedColumn ToColumn(
        this DataViewSchema.Annotations.Builder builder, string name, DataViewType type) => new(name, type, builder.ToAnnotations());
}
