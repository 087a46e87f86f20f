using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Persistence;
using MLNetDeep.Training;

namespace MLNetDeep.Tasks;

/// <summary>Two classes: a Boolean label, or a key of two whose second value is the positive class.</summary>
internal sealed class BinaryTask : LearningTask
{
    /// <summary>What a probability is taken for at least, and its complement at most, when its logit is asked for.</summary>
    public const double LeastProbability = 1e-9;

    public static readonly BinaryTask Instance = new();

    public override string Name => "binary";

    public override string Noun => "binary classification";

    public override bool IsStratified => true;

    public override int ClassCount(DataViewSchema.Column label) => 2;

    public override string ExpectedLabelType => "Boolean";

    public override string MemberColumn => "Probability";

    /// <summary>The logit of a probability, which float32 may have rounded to 0 or 1.</summary>
    public override float ToScore(float value)
    {
        var probability = Math.Clamp((double)value, LeastProbability, 1 - LeastProbability);
        return (float)Math.Log(probability / (1 - probability));
    }

    public override bool Accepts(SchemaShape.Column label) =>
        label.Kind == SchemaShape.Column.VectorKind.Scalar
        && (label.ItemType is BooleanDataViewType || (label.IsKey && label.ItemType.RawType == typeof(uint)));

    public override IEnumerable<SchemaShape.Column> Promise(SchemaShape.Column label, HeadSettings settings) =>
    [
        SchemaShapes.Scalar("PredictedLabel", BooleanDataViewType.Instance, ScoreAnnotations.Promise()),
        SchemaShapes.Scalar("Score", NumberDataViewType.Single, ScoreAnnotations.Promise()),
        SchemaShapes.Scalar("Probability", NumberDataViewType.Single, ScoreAnnotations.Promise(isNormalized: true)),
    ];

    public override int TargetWidth(DataViewSchema.Column label) => 1;

    public override TargetReader CreateReader(DataViewRow row, DataViewSchema.Column label)
    {
        if (label.Type is not KeyDataViewType key)
        {
            var getFlag = row.GetGetter<bool>(label);
            return (_, target) =>
            {
                var flag = false;
                getFlag(ref flag);
                target[0] = flag ? 1 : 0;
            };
        }
        if (key.Count != 2)
        {
            throw new InvalidOperationException(
                $"Label column '{label.Name}' must be a key of 2 values for binary classification, but was {label.Type}.");
        }

        return KeyReader(row, label);
    }

    public override bool Takes(LossFunction loss) => loss is IBinaryLoss;

    public override void Check(DeepTrainerOptions options, OptionRules rules)
    {
        CheckClassOptions(options, rules, Noun);
        var sets = options.PredictionSetCoverage;
        rules.Require(sets is null, nameof(options.PredictionSetCoverage), $"null for {Noun}", sets);
    }

    public override IReadOnlyList<string> ClassNames(DataViewSchema.Column label) =>
        label.Type is KeyDataViewType ? base.ClassNames(label) : ["false", "true"];

    public override TaskHead CreateHead(
        DataViewSchema.Column label, ReadOnlySpan<float> targets, ReadOnlySpan<int> trainRows, HeadSettings settings)
    {
        LabelErrors.RequireTwoClasses(label.Name, targets, value => value == 1 ? "true" : "false");
        return new BinaryHead((IBinaryLoss?)settings.Loss ?? new LogisticLoss());
    }

    public override TaskHead ReadHead(JsonObject json) => new BinaryHead(new LogisticLoss(), json.Optional<double?>("temperature") ?? 1);
}
