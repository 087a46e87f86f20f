using Kind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace Microsoft.ML.Data;

/// <summary>The annotations that ML.NET's components know, and what is asked of them.</summary>
internal static class AnnotationUtils
{
    public static class Kinds
    {
        public const string SlotNames = "SlotNames", KeyValues = "KeyValues", TrainingLabelValues = "TrainingLabelValues",
            ScoreColumnSetId = "ScoreColumnSetId", ScoreColumnKind = "ScoreColumnKind", ScoreValueKind = "ScoreValueKind",
            IsNormalized = "IsNormalized", CategoricalSlotRanges = "CategoricalSlotRanges";
    }

    /// <summary>The columns that one model scored share a number; this is the number's type.</summary>
    public static KeyDataViewType ScoreColumnSetIdType { get; } = new(typeof(uint), int.MaxValue);

    public static VectorDataViewType GetCategoricalType(int rangeCount) => new(NumberDataViewType.Int32, rangeCount, 2);

    /// <summary>The largest key that a column has under the annotation, 0 where none has it.</summary>
    public static uint GetMaxAnnotationKind(this DataViewSchema schema, string annotationKind)
    {
        var (max, value) = (0u, 0u);
        foreach (var annotations in schema.Select(c => c.Annotations))
        {
            if (annotations.Schema.GetColumnOrNull(annotationKind)?.Type is KeyDataViewType key && key.RawType == typeof(uint))
                annotations.GetValue(annotationKind, ref value);
            max = Math.Max(max, value);
        }
        return max;
    }

    public static string GetTempColumnName(this DataViewSchema schema, string tag)
    {
        var name = tag;
        for (var i = 0; schema.GetColumnOrNull(name) is not null; i++)
            name = $"temp_{tag}_{i:000}";
        return name;
    }

    public static bool HasSlotNames(this DataViewSchema.Column column, int vectorSize) =>
        vectorSize > 0 && column.Annotations.Schema.GetColumnOrNull(Kinds.SlotNames)?.Type is VectorDataViewType names &&
        names.ItemType is TextDataViewType && names.Size == vectorSize;

    public static bool IsNormalized(this SchemaShape.Column col) => Has(col, Kinds.IsNormalized, Kind.Scalar, BooleanDataViewType.Instance);
    public static bool HasSlotNames(this SchemaShape.Column col) =>
        col.Kind == Kind.Vector && Has(col, Kinds.SlotNames, Kind.Vector, TextDataViewType.Instance);

    private static bool Has(SchemaShape.Column column, string name, Kind kind, DataViewType type) =>
        column.Annotations.TryFindColumn(name, out var found) && found.Kind == kind && !found.IsKey && found.ItemType == type;

    /// <summary>The annotations that every output column of a trainer carries.</summary>
    public static IEnumerable<SchemaShape.Column> GetTrainerOutputAnnotation(bool isNormalized = false)
    {
        yield return new(Kinds.ScoreColumnSetId, Kind.Scalar, NumberDataViewType.UInt32, true);
        yield return new(Kinds.ScoreColumnKind, Kind.Scalar, TextDataViewType.Instance, false);
        yield return new(Kinds.ScoreValueKind, Kind.Scalar, TextDataViewType.Instance, false);
        if (isNormalized)
            yield return new(Kinds.IsNormalized, Kind.Scalar, BooleanDataViewType.Instance, false);
    }

    /// <summary>The annotations of a multiclass score: those of a trainer, and the label's values where it has them.</summary>
    public static IEnumerable<SchemaShape.Column> AnnotationsForMulticlassScoreColumn(SchemaShape.Column? labelColumn = null)
    {
        List<SchemaShape.Column> columns = [.. GetTrainerOutputAnnotation()];
        if (labelColumn is { IsKey: true } label && label.Annotations.TryFindColumn(Kinds.KeyValues, out var values) &&
            values.Kind == Kind.Vector)
        {
            columns.Insert(0, new(Kinds.TrainingLabelValues, Kind.Vector, values.ItemType, false));
            if (values.ItemType is TextDataViewType)
                columns.Insert(0, new(Kinds.SlotNames, Kind.Vector, TextDataViewType.Instance, false));
        }
        return columns;
    }
}

internal static class AnnotationBuilderExtensions
{
    public static void AddSlotNames(
        this DataViewSchema.Annotations.Builder builder, int size, ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter) =>
        builder.Add(AnnotationUtils.Kinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, size), getter);
    public static void AddSlotNames(this DataViewSchema.Annotations.Builder builder, IReadOnlyList<string> names) =>
        builder.AddSlotNames(names.Count, new VBuffer<ReadOnlyMemory<char>>(names.Count, [.. names.Select(n => n.AsMemory())]).CopyTo);
    public static void AddKeyValues<TValue>(
        this DataViewSchema.Annotations.Builder builder, int size, PrimitiveDataViewType valueType, ValueGetter<VBuffer<TValue>> getter) =>
        builder.Add(AnnotationUtils.Kinds.KeyValues, new VectorDataViewType(valueType, size), getter);

    public static void AddIsNormalized(this DataViewSchema.Annotations.Builder builder) =>
        builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
}
