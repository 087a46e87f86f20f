using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Persistence;
using MLNetDeep.Training;

namespace MLNetDeep.Tasks;

/// <summary>A number to predict, or several: the label is a float, or a float vector of known length.</summary>
internal sealed class RegressionTask : LearningTask
{
    public static readonly RegressionTask Instance = new();

    public override string Name => "regression";

    public override string Noun => "regression";

    public override bool IsStratified => false;

    public override string ExpectedLabelType => "Single";

    public override bool Accepts(SchemaShape.Column label) =>
        label.Kind != SchemaShape.Column.VectorKind.VariableVector && !label.IsKey && label.ItemType.RawType == typeof(float);

    public override IEnumerable<SchemaShape.Column> Promise(SchemaShape.Column label, HeadSettings settings)
    {
        var hasNames = label.Kind == SchemaShape.Column.VectorKind.Vector && SchemaShapes.Find(label.Annotations, "SlotNames") is not null;
        SchemaShape.Column[] names = hasNames ? [ScoreAnnotations.PromisedSlotNames()] : [];
        yield return Number("Score", ScoreAnnotations.Promise(more: names));
        if (settings.Loss is QuantileLoss)
            yield return SchemaShapes.Vector("Quantiles", NumberDataViewType.Single, ScoreAnnotations.PromisedSlotNames());
        if (settings.IntervalCoverage is null)
            yield break;
        yield return Number("LowerBound", names);
        yield return Number("UpperBound", names);

        SchemaShape.Column Number(string name, SchemaShape.Column[] annotations) =>
            SchemaShapes.Column(name, label.Kind, NumberDataViewType.Single, isKey: false, annotations);
    }

    public override int TargetWidth(DataViewSchema.Column label) => label.Type is VectorDataViewType vector ? vector.Size : 1;

    public override TargetReader CreateReader(DataViewRow row, DataViewSchema.Column label)
    {
        if (label.Type is VectorDataViewType)
        {
            var getVector = row.GetGetter<VBuffer<float>>(label);
            VBuffer<float> values = default;
            return (rowNumber, target) =>
            {
                getVector(ref values);
                values.CopyTo(target);
                Check(label.Name, rowNumber, target);
            };
        }
        var getValue = row.GetGetter<float>(label);
        return (rowNumber, target) =>
        {
            getValue(ref target[0]);
            Check(label.Name, rowNumber, target);
        };
    }

    public override bool Takes(LossFunction loss) => loss is IRegressionLoss;

    public override void Check(DeepTrainerOptions options, OptionRules rules)
    {
        rules.Require(options.LabelSmoothing is null or 0, nameof(options.LabelSmoothing), $"null or 0 for {Noun}", options.LabelSmoothing);
        rules.Require(options.ClassWeights is null, nameof(options.ClassWeights), $"null for {Noun}", options.ClassWeights);
        rules.Require(options.Calibration == Calibration.None, nameof(options.Calibration), $"None for {Noun}", options.Calibration);
        var sets = options.PredictionSetCoverage;
        rules.Require(sets is null, nameof(options.PredictionSetCoverage), $"null for {Noun}", sets);
        if (options.IntervalCoverage is null || options.Loss is not QuantileLoss { Levels: { IsDefaultOrEmpty: false } levels })
            return;
        var member = $"{nameof(options.Loss)}.{nameof(QuantileLoss.Levels)}";
        rules.Require(levels[0] < 0.5 && levels[^1] > 0.5, member, "on both sides of 0.5 with an IntervalCoverage", levels);
    }

    public override TaskHead CreateHead(
        DataViewSchema.Column label, ReadOnlySpan<float> targets, ReadOnlySpan<int> trainRows, HeadSettings settings)
    {
        var width = TargetWidth(label);
        var isForCounts = settings.Loss is IRegressionLoss { IsForCounts: true };
        if (isForCounts && targets.IndexOfAnyInRange(float.NegativeInfinity, -float.Epsilon) is >= 0 and var index)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Label column '{label.Name}' must be at least 0 in every row for PoissonLoss, "
                + $"but was {targets[index]} in row {(index / width) + 1}."));
        }
        var scales = new TargetScale[width];
        for (var target = 0; target < width; target++)
        {
            var scale = TargetScale.Measure(targets, trainRows, width, target);
            scales[target] = !settings.ScalesTargets ? scale.AsItIs() : isForCounts ? scale.ForCounts() : scale;
        }
        var isVector = label.Type is VectorDataViewType;
        return new RegressionHead(scales, isVector, settings.Loss, settings.ClampPredictions, isVector ? FeatureSlots.Names(label) : null);
    }

    public override TaskHead ReadHead(JsonObject json) => new RegressionHead(
        json.Required<TargetScale[]>("targets"),
        json.Required<bool>("isVector"),
        ReadLoss(json),
        json.Optional<bool?>("isClamped") ?? true,
        json.Optional<string[]>("names"),
        json.Optional<PredictionInterval>("interval"));

    /// <exception cref="FormatException">The loss has numbers out of range.</exception>
    private static LossFunction? ReadLoss(JsonObject json)
    {
        var loss = json.Optional<LossFunction>("loss");
        var rules = new OptionRules("head");
        rules.Check(loss, "loss", static (each, inner) => each.Check(inner));
        rules.ThrowIfBroken();
        return loss;
    }

    private static void Check(string column, long rowNumber, ReadOnlySpan<float> target)
    {
        foreach (var value in target)
        {
            if (!float.IsFinite(value))
                throw LabelErrors.NotFinite(column, rowNumber, value);
        }
    }
}
