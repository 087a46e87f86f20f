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

    public static class Const
    {
        public static class ScoreColumnKind
        {
            public const string BinaryClassification = "BinaryClassification", MulticlassClassification = "MulticlassClassification",
                Regression = "Regression";
        }

        public static class ScoreValueKind
        {
            public const string Score = "Score", PredictedLabel = "PredictedLabel", Probability = "Probability";
        }
    }

    /// <summary>The columns that one model scored share a number; this is the number's type.</summary>
    public static KeyDataViewType ScoreColumnSetIdType { get; } = new(typeof(uint), int.MaxValue);

    public static VectorDataViewType GetCategoricalType(int rangeCount)
    {
        Contracts.CheckParam(rangeCount > 0, nameof(rangeCount), "must be known size");
        return new VectorDataViewType(NumberDataViewType.Int32, rangeCount, 2);
    }

    /// <summary>The largest key under the annotation, and the column that has it; 0 and -1 where none has the annotation.</summary>
    public static uint GetMaxAnnotationKind(this DataViewSchema schema, out int colMax, string annotationKind)
    {
        var (max, value) = (0u, 0u);
        colMax = -1;
        foreach (var column in schema)
        {
            if (column.Annotations.Schema.GetColumnOrNull(annotationKind)?.Type is not KeyDataViewType key || key.RawType != typeof(uint))
                continue;
            column.Annotations.GetValue(annotationKind, ref value);
            if (value > max)
                (max, colMax) = (value, column.Index);
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

    public static bool IsNormalized(this SchemaShape.Column column) =>
        column.Annotations.TryFindColumn(Kinds.IsNormalized, out var flag) && flag.Kind == Kind.Scalar && !flag.IsKey &&
        flag.ItemType is BooleanDataViewType;

    public static bool HasSlotNames(this SchemaShape.Column col) =>
        col.Kind == Kind.Vector && col.Annotations.TryFindColumn(Kinds.SlotNames, out var names) && names.Kind == Kind.Vector &&
        !names.IsKey && names.ItemType is TextDataViewType;

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
