using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Persistence;
using MLNetDeep.Training;

namespace MLNetDeep.Tasks;

/// <summary>Several classes that exclude each other: the label is a key, as <c>MapValueToKey</c> makes it.</summary>
internal sealed class MulticlassTask : LearningTask
{
    public static readonly MulticlassTask Instance = new();

    public override string Name => "multiclass";

    public override string Noun => "multiclass classification";

    public override bool IsStratified => true;

    public override int ClassCount(DataViewSchema.Column label) => (int)((KeyDataViewType)label.Type).Count;

    public override string ExpectedLabelType => "Key<UInt32>";

    public override bool Accepts(SchemaShape.Column label) =>
        label.Kind == SchemaShape.Column.VectorKind.Scalar && label.IsKey && label.ItemType.RawType == typeof(uint);

    public override IEnumerable<SchemaShape.Column> Promise(SchemaShape.Column label, HeadSettings settings)
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
        yield return SchemaShapes.Key("PredictedLabel", ScoreAnnotations.Promise(more: [.. predicted]));
        yield return SchemaShapes.Vector("Score", NumberDataViewType.Single, ScoreAnnotations.Promise(more: [.. score]));
        if (settings.PredictionSetCoverage is not null)
        {
            SchemaShape.Column[] slots = [.. score.Where(each => each.Name == "SlotNames")];
            yield return SchemaShapes.Vector("PredictionSet", BooleanDataViewType.Instance, slots);
        }
    }

    public override int TargetWidth(DataViewSchema.Column label) => 1;

    public override TargetReader CreateReader(DataViewRow row, DataViewSchema.Column label) => KeyReader(row, label);

    public override bool Takes(LossFunction loss) => loss is IClassLoss;

    public override void Check(DeepTrainerOptions options, OptionRules rules)
    {
        CheckClassOptions(options, rules, Noun);
        var alpha = (options.Loss as FocalLoss)?.Alpha;
        rules.Require(alpha is null, $"{nameof(options.Loss)}.{nameof(FocalLoss.Alpha)}", $"null for {Noun}", alpha);
    }

    public override TaskHead CreateHead(
        DataViewSchema.Column label, ReadOnlySpan<float> targets, ReadOnlySpan<int> trainRows, HeadSettings settings)
    {
        var names = KeyNames.Read(label);
        LabelErrors.RequireTwoClasses(
            label.Name, targets, value => names?.Texts[(int)value] ?? ((int)value + 1).ToString(CultureInfo.InvariantCulture));
        return new MulticlassHead((int)((KeyDataViewType)label.Type).Count, names, (IClassLoss?)settings.Loss);
    }

    public override TaskHead ReadHead(JsonObject json) => new MulticlassHead(
        json.Required<int>("classCount"),
        json["classes"] is JsonObject names ? KeyNames.FromJson(names) : null,
        temperature: json.Optional<double?>("temperature") ?? 1,
        setThreshold: json.Optional<double?>("setThreshold"));
}
