using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;
using MLNetDeep.Persistence;
using MLNetDeep.Training;

namespace MLNetDeep.Tasks;

/// <summary>A logit for each of several labels that do not exclude each other.</summary>
internal sealed class MultiLabelHead : LogitHead
{
    private readonly int _labelCount;
    private readonly string[]? _names;

    /// <param name="labelCount">Number of labels.</param>
    /// <param name="names">Their names, or null.</param>
    /// <param name="loss">The loss of each logit.</param>
    /// <param name="temperature">What all logits are divided by in the end.</param>
    /// <exception cref="FormatException">There are no labels, the names are not as many, or the temperature is not usable.</exception>
    public MultiLabelHead(int labelCount, string[]? names, IBinaryLoss loss, double temperature = 1) : base(loss, temperature)
    {
        if (labelCount < 1)
            throw new FormatException($"there are {labelCount} labels");
        if (names is not null && names.Length != labelCount)
            throw new FormatException($"{labelCount} labels have {names.Length} names");
        _labelCount = labelCount;
        _names = names;
        var flags = new VectorDataViewType(BooleanDataViewType.Instance, labelCount);
        var numbers = new VectorDataViewType(NumberDataViewType.Single, labelCount);
        OutputColumns =
        [
            new("PredictedLabel", flags, setId => Annotations(setId, "PredictedLabel"), scores => ScoreSource.Above(scores, float.Epsilon)),
            new("Score", numbers, setId => Annotations(setId, "Score"), ScoreSource.All),
            new("Probability", numbers, setId => Annotations(setId, "Probability"), Probability),
        ];
    }

    /// <summary>Names of the labels, or null.</summary>
    public IReadOnlyList<string>? Names => _names;

    public override LearningTask Task => MultiLabelTask.Instance;

    public override int OutputWidth => _labelCount;

    public override IReadOnlyList<Metric> Metrics { get; } =
    [
        ITrainingHead.LossMetric, new("SubsetAccuracy", true), new("HammingLoss", false), new("MicroF1", true), new("MacroF1", true),
        new("AUC", true), new("LogLoss", false),
    ];

    public override IReadOnlyList<OutputColumn> OutputColumns { get; }

    public override string? Mismatch(DataViewSchema.Column label)
    {
        var width = Task.TargetWidth(label);
        return width == _labelCount ? null : $"it knows {_labelCount} labels, label column '{label.Name}' has {width}";
    }

    public override TaskHead Restart(HeadSettings settings) =>
        new MultiLabelHead(_labelCount, _names, (IBinaryLoss?)settings.Loss ?? BinaryLoss);

    public override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["labelCount"] = _labelCount;
        json["names"] = _names is null ? null : JsonSerializer.SerializeToNode(_names, ModelJson.Options);
        return json;
    }

    protected override TaskHead WithTemperature(double temperature) => new MultiLabelHead(_labelCount, _names, BinaryLoss, temperature);

    protected override double[] MeasureOutputs(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, RowWeights weights)
    {
        var measured = new MultiLabelMeasures(outputs, targets, _labelCount, weights);
        return
        [
            MeasureLoss(outputs, targets, weights), measured.SubsetAccuracy, measured.HammingLoss, measured.MicroF1, measured.MacroF1,
            measured.MeanAreaUnderRoc, measured.LogLoss,
        ];
    }

    private DataViewSchema.Annotations Annotations(uint setId, string valueKind) => ScoreAnnotations.MultiLabel(setId, valueKind, _names);

    private static ValueGetter<VBuffer<float>> Probability(ScoreSource scores) => (ref VBuffer<float> value) =>
    {
        var current = scores.Current;
        var editor = VBufferEditor.Create(ref value, current.Length);
        for (var label = 0; label < current.Length; label++)
            editor.Values[label] = 1 / (1 + MathF.Exp(-current[label]));
        value = editor.Commit();
    };
}
