using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;

namespace MLNetDeep.Tasks;

/// <summary>The annotations by which ML.NET's evaluators know score columns, in the order ML.NET's own trainers give them.</summary>
internal static class ScoreAnnotations
{
    private const string Kind = "ScoreColumnKind";
    private const string ValueKind = "ScoreValueKind";
    private const string SetId = "ScoreColumnSetId";
    private const string Normalized = "IsNormalized";
    private static readonly KeyDataViewType SetIdType = new(typeof(uint), int.MaxValue);

    /// <summary>Annotations of a predicted label, with the label's values when it is a key.</summary>
    public static DataViewSchema.Annotations PredictedLabel(string kind, uint setId, KeyNames? names = null)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        AddText(builder, Kind, kind);
        AddText(builder, ValueKind, "PredictedLabel");
        names?.AddTo(builder, "KeyValues");
        builder.AddPrimitiveValue(SetId, SetIdType, setId);
        return builder.ToAnnotations();
    }

    /// <summary>Annotations of a score, with the label's values when it has one score for each class.</summary>
    public static DataViewSchema.Annotations Score(string kind, uint setId, KeyNames? names = null, bool hasSlots = true)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        AddText(builder, Kind, kind);
        builder.AddPrimitiveValue(SetId, SetIdType, setId);
        AddText(builder, ValueKind, "Score");
        names?.AddTo(builder, "TrainingLabelValues");
        if (hasSlots && names is { IsText: true })
            names.AddTo(builder, "SlotNames");
        return builder.ToAnnotations();
    }

    /// <summary>Annotations of a regression score.</summary>
    public static DataViewSchema.Annotations RegressionScore(uint setId, IReadOnlyList<string>? names = null)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue(SetId, SetIdType, setId);
        AddText(builder, Kind, "Regression");
        AddText(builder, ValueKind, "Score");
        AddSlotNames(builder, names);
        return builder.ToAnnotations();
    }

    /// <summary>Annotations of a column of multi-label predictions.</summary>
    public static DataViewSchema.Annotations MultiLabel(uint setId, string valueKind, IReadOnlyList<string>? names)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        AddText(builder, Kind, "MultiLabelClassification");
        builder.AddPrimitiveValue(SetId, SetIdType, setId);
        if (valueKind == "Probability")
            builder.AddPrimitiveValue(Normalized, BooleanDataViewType.Instance, true);
        AddText(builder, ValueKind, valueKind);
        AddSlotNames(builder, names);
        return builder.ToAnnotations();
    }

    /// <summary>Annotations of a column that is no score of ML.NET's, with the names of its slots where they have some.</summary>
    public static DataViewSchema.Annotations SlotNames(IReadOnlyList<string>? names)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        AddSlotNames(builder, names);
        return builder.ToAnnotations();
    }

    /// <summary>The promise of names of slots.</summary>
    public static SchemaShape.Column PromisedSlotNames() => SchemaShapes.Vector("SlotNames", TextDataViewType.Instance);

    /// <summary>Annotations of a calibrated probability.</summary>
    public static DataViewSchema.Annotations Probability(string kind, uint setId)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        AddText(builder, Kind, kind);
        builder.AddPrimitiveValue(SetId, SetIdType, setId);
        builder.AddPrimitiveValue(Normalized, BooleanDataViewType.Instance, true);
        AddText(builder, ValueKind, "Probability");
        return builder.ToAnnotations();
    }

    /// <summary>The promise of the annotations that every score column has.</summary>
    public static SchemaShape.Column[] Promise(bool isNormalized = false, params SchemaShape.Column[] more)
    {
        List<SchemaShape.Column> columns =
        [
            SchemaShapes.Key(SetId),
            SchemaShapes.Scalar(Kind, TextDataViewType.Instance),
            SchemaShapes.Scalar(ValueKind, TextDataViewType.Instance),
            .. more,
        ];
        if (isNormalized)
            columns.Add(SchemaShapes.Scalar(Normalized, BooleanDataViewType.Instance));
        return [.. columns];
    }

    /// <summary>The number for the next set of score columns in a schema: one above the largest; a key's numbers start at 1.</summary>
    public static uint NextSetId(DataViewSchema schema)
    {
        uint next = 1;
        foreach (var column in schema)
        {
            if (column.Annotations.Schema.GetColumnOrNull(SetId)?.Type is not KeyDataViewType type || type.RawType != typeof(uint))
                continue;
            uint id = 0;
            column.Annotations.GetValue(SetId, ref id);
            next = Math.Max(next, id + 1);
        }
        return next;
    }

    private static void AddSlotNames(DataViewSchema.Annotations.Builder builder, IReadOnlyList<string>? names)
    {
        if (names is null)
            return;
        ReadOnlyMemory<char>[] texts = [.. names.Select(name => name.AsMemory())];
        var buffer = new VBuffer<ReadOnlyMemory<char>>(texts.Length, texts);
        builder.Add(
            "SlotNames", new VectorDataViewType(TextDataViewType.Instance, texts.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => buffer.CopyTo(ref value));
    }

    private static void AddText(DataViewSchema.Annotations.Builder builder, string name, string value) =>
        builder.AddPrimitiveValue(name, TextDataViewType.Instance, value.AsMemory());
}
