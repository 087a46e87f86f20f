using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Persistence;
using MLNetDeep.Training;

namespace MLNetDeep.Tasks;

/// <summary>A sequence for each row: the label is a vector of keys, of any length, or a float vector of known length.</summary>
internal sealed class SequenceToSequenceTask : LearningTask
{
    public static readonly SequenceToSequenceTask Instance = new();

    public override string Name => "sequence-to-sequence";

    public override string Noun => "sequence to sequence";

    public override bool IsStratified => false;

    public override bool NeedsOrder => true;

    public override bool HasDecoder => true;

    public override string ExpectedLabelType => "a vector of Key<UInt32> or Vector<Single>";

    public override bool Continues(string task) => task == Name || task == RegressionTask.Instance.Name;

    public override bool Accepts(SchemaShape.Column label) =>
        SequenceLabelTask.Instance.Accepts(label)
        || (label.Kind == SchemaShape.Column.VectorKind.Vector && RegressionTask.Instance.Accepts(label));

    public override IEnumerable<SchemaShape.Column> Promise(SchemaShape.Column label, HeadSettings settings) => label.IsKey
        ? SequenceLabelTask.PromiseOf(Interop.SchemaShapes.Find(label.Annotations, "KeyValues"), hasClasses: false)
        : RegressionTask.Instance.Promise(label, settings);

    /// <summary>Keys have an end behind them.</summary>
    public override int TargetWidth(DataViewSchema.Column label)
    {
        var size = ((VectorDataViewType)label.Type).Size;
        return HasKeys(label) && size > 0 ? size + 1 : size;
    }

    public override InputColumns Bind(InputColumns inputs, IDataView data, DeepTrainerOptions options)
    {
        var label = data.Schema[options.LabelColumnName];
        if (inputs.Sequence is { AreTokens: true } sequence) // places count, those of unknown tokens too
            inputs = inputs with { Sequence = sequence with { DropsUnknown = false } };
        if (!HasKeys(label))
            return inputs;
        var most = (options as LstmOptions)?.Decoder?.MaximumSteps ?? int.MaxValue - 1;
        return inputs with { TargetCount = Math.Min(Longest(data, label), most) + 1 };
    }

    public override TargetReader CreateReader(DataViewRow row, DataViewSchema.Column label)
    {
        if (!HasKeys(label))
            return RegressionTask.Instance.CreateReader(row, label);
        var getKeys = row.GetGetter<VBuffer<uint>>(label);
        VBuffer<uint> keys = default;
        return (rowNumber, target) =>
        {
            getKeys(ref keys);
            target.Fill(SequenceLabelTask.NoLabel);
            var step = 0;
            foreach (var key in keys.DenseValues())
            {
                if (key == 0)
                    throw LabelErrors.MissingKey(label.Name, rowNumber);
                if (step < target.Length - 1)
                    target[step++] = key;
            }
            if (keys.Length < target.Length) // of a label that is cut there is no end
                target[step] = SequenceHead.End;
        };
    }

    public override bool Takes(LossFunction loss) => loss is IClassLoss or (IRegressionLoss and not QuantileLoss);

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
        var hasKeys = HasKeys(label);
        if (settings.Loss is not null && settings.Loss is IClassLoss != hasKeys)
        {
            throw new ArgumentException(
                $"LstmOptions.Loss must be a loss of {(hasKeys ? "classes" : "numbers")} for label column '{label.Name}', "
                + $"but was {settings.Loss.GetType().Name}.");
        }
        return hasKeys
            ? new SequenceHead(
                targets.Width, (int)SequenceLabelTask.KeyOf(label).Count, KeyNames.OfItems(label), (IClassLoss?)settings.Loss)
            : RegressionTask.Instance.CreateHead(label, targets, trainRows, settings);
    }

    public override TaskHead ReadHead(JsonObject json) => new SequenceHead(
        json.Required<int>("stepCount"),
        json.Required<int>("keyCount"),
        json["keys"] is JsonObject names ? KeyNames.FromJson(names) : null);

    private static bool HasKeys(DataViewSchema.Column label) => ((VectorDataViewType)label.Type).ItemType is KeyDataViewType;

    private static int Longest(IDataView data, DataViewSchema.Column label)
    {
        using var cursor = data.GetRowCursor([label]);
        var getKeys = cursor.GetGetter<VBuffer<uint>>(label);
        VBuffer<uint> keys = default;
        var longest = 0;
        while (cursor.MoveNext())
        {
            getKeys(ref keys);
            longest = Math.Max(longest, keys.Length);
        }
        return longest;
    }
}
