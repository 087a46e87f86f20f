using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Persistence;
using MLNetDeep.Training;

namespace MLNetDeep.Tasks;

/// <summary>Several labels that do not exclude each other: the label is a vector of Booleans, or of floats that are 0 or 1.</summary>
internal sealed class MultiLabelTask : LearningTask
{
    public static readonly MultiLabelTask Instance = new();

    public override string Name => "multilabel";

    public override string Noun => "multi-label classification";

    public override bool IsStratified => false;

    public override string ExpectedLabelType => "Vector<Boolean>";

    public override bool Accepts(SchemaShape.Column label) =>
        label.Kind == SchemaShape.Column.VectorKind.Vector && !label.IsKey
        && (label.ItemType is BooleanDataViewType || label.ItemType.RawType == typeof(float));

    public override IEnumerable<SchemaShape.Column> Promise(SchemaShape.Column label, HeadSettings settings)
    {
        SchemaShape.Column[] names =
            SchemaShapes.Find(label.Annotations, "SlotNames") is null ? [] : [ScoreAnnotations.PromisedSlotNames()];
        return
        [
            SchemaShapes.Vector("PredictedLabel", BooleanDataViewType.Instance, ScoreAnnotations.Promise(more: names)),
            SchemaShapes.Vector("Score", NumberDataViewType.Single, ScoreAnnotations.Promise(more: names)),
            SchemaShapes.Vector("Probability", NumberDataViewType.Single, ScoreAnnotations.Promise(isNormalized: true, names)),
        ];
    }

    public override int TargetWidth(DataViewSchema.Column label) => ((VectorDataViewType)label.Type).Size;

    public override TargetReader CreateReader(DataViewRow row, DataViewSchema.Column label)
    {
        if (((VectorDataViewType)label.Type).ItemType is BooleanDataViewType)
        {
            var getFlags = row.GetGetter<VBuffer<bool>>(label);
            VBuffer<bool> flags = default;
            return (_, target) =>
            {
                getFlags(ref flags);
                var slot = 0;
                foreach (var flag in flags.DenseValues())
                    target[slot++] = flag ? 1 : 0;
            };
        }
        var getNumbers = row.GetGetter<VBuffer<float>>(label);
        VBuffer<float> numbers = default;
        return (rowNumber, target) =>
        {
            getNumbers(ref numbers);
            numbers.CopyTo(target);
            foreach (var value in target)
            {
                if (value is not (0 or 1))
                    throw LabelErrors.NeitherNorOne(label.Name, rowNumber, value);
            }
        };
    }

    public override bool Takes(LossFunction loss) => loss is IBinaryLoss;

    public override void Check(DeepTrainerOptions options, OptionRules rules)
    {
        CheckClassOptions(options, rules, Noun);
        rules.Require(options.ClassWeights is null, nameof(options.ClassWeights), $"null for {Noun}", options.ClassWeights);
        var sets = options.PredictionSetCoverage;
        rules.Require(sets is null, nameof(options.PredictionSetCoverage), $"null for {Noun}", sets);
    }

    public override TaskHead CreateHead(
        DataViewSchema.Column label, ReadOnlySpan<float> targets, ReadOnlySpan<int> trainRows, HeadSettings settings) =>
        new MultiLabelHead(TargetWidth(label), FeatureSlots.Names(label), (IBinaryLoss?)settings.Loss ?? new LogisticLoss());

    public override TaskHead ReadHead(JsonObject json) => new MultiLabelHead(
        json.Required<int>("labelCount"), json.Optional<string[]>("names"), new LogisticLoss(),
        json.Optional<double?>("temperature") ?? 1);
}
