using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Persistence;

namespace MLNetDeep.Tasks;

/// <summary>Several classes that exclude each other: the label is a key, as <c>MapValueToKey</c> makes it.</summary>
internal sealed class MulticlassTask : LearningTask
{
    public static readonly MulticlassTask Instance = new();

    public override string Name => "multiclass";

    public override bool IsStratified => true;

    public override string ExpectedLabelType => "Key<UInt32>";

    public override bool Accepts(SchemaShape.Column label) =>
        label.Kind == SchemaShape.Column.VectorKind.Scalar && label.IsKey && label.ItemType.RawType == typeof(uint);

    public override IEnumerable<SchemaShape.Column> Promise(SchemaShape.Column label)
    {
        List<SchemaShape.Column> predicted = [], score = [];
        var names = SchemaShapes.Find(label.Annotations, "KeyValues");
        if (names is { ItemType: PrimitiveDataViewType item, Kind: SchemaShape.Column.VectorKind.Vector } && KeyNames.CanKeep(item))
        {
            predicted.Add(SchemaShapes.Vector("KeyValues", item));
            score.Add(SchemaShapes.Vector("TrainingLabelValues", item));
            if (item is TextDataViewType)
                score.Add(SchemaShapes.Vector("SlotNames", item));
        }
        return
        [
            SchemaShapes.Key("PredictedLabel", ScoreAnnotations.Promise(more: [.. predicted])),
            SchemaShapes.Vector("Score", NumberDataViewType.Single, ScoreAnnotations.Promise(more: [.. score])),
        ];
    }

    public override int TargetWidth(DataViewSchema.Column label) => 1;

    public override TargetReader CreateReader(DataViewRow row, DataViewSchema.Column label) => KeyReader(row, label);

    public override TaskHead CreateHead(DataViewSchema.Column label, ReadOnlySpan<float> targets, ReadOnlySpan<int> trainRows)
    {
        var names = KeyNames.Read(label);
        LabelErrors.RequireTwoClasses(
            label.Name, targets, value => names?.Texts[(int)value] ?? ((int)value + 1).ToString(CultureInfo.InvariantCulture));
        return new MulticlassHead((int)((KeyDataViewType)label.Type).Count, names);
    }

    public override TaskHead ReadHead(JsonObject json) =>
        new MulticlassHead(json.Required<int>("classCount"), json["classes"] is JsonObject names ? KeyNames.FromJson(names) : null);
}
