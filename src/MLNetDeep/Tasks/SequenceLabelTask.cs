using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Persistence;
using MLNetDeep.Training;

namespace MLNetDeep.Tasks;

/// <summary>A class for each step of a sequence: the label is a vector of keys, as long as the row has steps.</summary>
internal sealed class SequenceLabelTask : LearningTask
{
    /// <summary>What stands in a target where a step has no label.</summary>
    public const float NoLabel = -1;

    public static readonly SequenceLabelTask Instance = new();

    public override string Name => "sequence-labeling";

    public override string Noun => "sequence labeling";

    public override bool IsStratified => false;

    public override bool PredictsEveryStep => true;

    public override string ExpectedLabelType => "a vector of Key<UInt32>";

    public override int ClassCount(DataViewSchema.Column label) => (int)KeyOf(label).Count;

    public override bool Accepts(SchemaShape.Column label) =>
        label.Kind != SchemaShape.Column.VectorKind.Scalar && label.IsKey && label.ItemType.RawType == typeof(uint);

    public override IEnumerable<SchemaShape.Column> Promise(SchemaShape.Column label, HeadSettings settings) =>
        PromiseOf(SchemaShapes.Find(label.Annotations, "KeyValues"));

    public override int TargetWidth(DataViewSchema.Column label) => ((VectorDataViewType)label.Type).Size;

    /// <summary>Steps that are not known are steps like others, since each has its label.</summary>
    public override InputColumns Bind(InputColumns inputs, IDataView data, DeepTrainerOptions options) => inputs with
    {
        Sequence = inputs.Sequence! with { DropsUnknown = false },
        TargetCount = inputs.Sequence.Steps,
    };

    public override TargetReader CreateReader(DataViewRow row, DataViewSchema.Column label)
    {
        var getLabels = row.GetGetter<VBuffer<uint>>(label);
        VBuffer<uint> labels = default;
        return (_, target) =>
        {
            getLabels(ref labels);
            Write(labels, target);
        };
    }

    public override TargetReader CreateReader(DataViewRow row, DataViewSchema.Column label, BoundInputs inputs)
    {
        var feature = inputs.Feature!.Value;
        var countSteps = CountSteps(row, feature, inputs.Columns.Sequence!.StepWidth);
        var getLabels = row.GetGetter<VBuffer<uint>>(label);
        VBuffer<uint> labels = default;
        return (rowNumber, target) =>
        {
            getLabels(ref labels);
            var steps = countSteps();
            if (labels.Length != steps)
                throw LabelErrors.NotOneForEachStep(label.Name, feature.Name, rowNumber, labels.Length, steps);
            Write(labels, target);
        };
    }

    public override bool Takes(LossFunction loss) => loss is IClassLoss;

    public override void Check(DeepTrainerOptions options, OptionRules rules)
    {
        CheckClassOptions(options, rules, Noun);
        CheckSequenceOptions(options, rules, Noun);
    }

    public override TaskHead CreateHead(
        DataViewSchema.Column label, ReadOnlySpan<float> targets, ReadOnlySpan<int> trainRows, HeadSettings settings) =>
        CreateHead(label, new TensorTable(targets.Length / TargetWidth(label), TargetWidth(label), targets.ToArray()), trainRows, settings);

    public override TaskHead CreateHead(
        DataViewSchema.Column label, TensorTable targets, ReadOnlySpan<int> trainRows, HeadSettings settings)
    {
        var names = KeyNames.OfItems(label);
        var first = NoLabel;
        var isAlike = true;
        foreach (var target in targets.Values)
        {
            if (target == NoLabel)
                continue;
            isAlike &= first == NoLabel || target == first;
            first = target;
        }
        if (first == NoLabel)
            throw new InvalidOperationException($"Label column '{label.Name}' must have a value in some step, but all are missing.");
        if (isAlike)
        {
            var name = names?.Texts[(int)first] ?? ((int)first + 1).ToString(CultureInfo.InvariantCulture);
            throw new InvalidOperationException($"Label column '{label.Name}' must have at least 2 classes, but every step is '{name}'.");
        }
        return new SequenceLabelHead(targets.Width, ClassCount(label), names, (IClassLoss?)settings.Loss);
    }

    public override TaskHead ReadHead(JsonObject json) => new SequenceLabelHead(
        json.Required<int>("stepCount"),
        json.Required<int>("classCount"),
        json["classes"] is JsonObject names ? KeyNames.FromJson(names) : null);

    /// <summary>The keys in a vector of them.</summary>
    public static KeyDataViewType KeyOf(DataViewSchema.Column label) => (KeyDataViewType)((VectorDataViewType)label.Type).ItemType;

    /// <summary>The promise of a predicted vector of keys and of its scores, both as long as the row.</summary>
    /// <param name="names">The annotation with the label's values, where it has one.</param>
    /// <param name="hasClasses">Whether there is a score for each of them.</param>
    public static IEnumerable<SchemaShape.Column> PromiseOf(SchemaShape.Column? names, bool hasClasses = true)
    {
        List<SchemaShape.Column> predicted = [], score = [];
        if (names is { ItemType: PrimitiveDataViewType item, Kind: SchemaShape.Column.VectorKind.Vector } && KeyNames.CanKeep(item))
        {
            predicted.Add(SchemaShapes.Vector("KeyValues", item));
            if (hasClasses)
                score.Add(SchemaShapes.Vector("TrainingLabelValues", item));
        }
        const SchemaShape.Column.VectorKind Kind = SchemaShape.Column.VectorKind.VariableVector;
        yield return SchemaShapes.Column(
            "PredictedLabel", Kind, NumberDataViewType.UInt32, isKey: true, ScoreAnnotations.Promise(more: [.. predicted]));
        yield return SchemaShapes.Column(
            "Score", Kind, NumberDataViewType.Single, isKey: false, ScoreAnnotations.Promise(more: [.. score]));
    }

    /// <summary>Classes from 0; what is behind the last step of the target is cut.</summary>
    private static void Write(VBuffer<uint> labels, Span<float> target)
    {
        target.Fill(NoLabel);
        foreach (var (step, label) in labels.Items())
        {
            if (step < target.Length && label > 0)
                target[step] = label - 1;
        }
    }

    private static Func<int> CountSteps(DataViewRow row, DataViewSchema.Column feature, int width)
    {
        var raw = ((VectorDataViewType)feature.Type).ItemType.RawType;
        return raw == typeof(byte) ? Counter<byte>(row, feature, width)
            : raw == typeof(ushort) ? Counter<ushort>(row, feature, width)
            : raw == typeof(uint) ? Counter<uint>(row, feature, width)
            : Counter<float>(row, feature, width);
    }

    private static Func<int> Counter<T>(DataViewRow row, DataViewSchema.Column feature, int width)
    {
        var getValues = row.GetGetter<VBuffer<T>>(feature);
        VBuffer<T> values = default;
        return () =>
        {
            getValues(ref values);
            return values.Length / width;
        };
    }
}
