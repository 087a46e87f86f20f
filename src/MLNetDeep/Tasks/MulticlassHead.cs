using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tasks;

/// <summary>A logit for each class; the loss is the cross-entropy, the scores are the softmax.</summary>
internal sealed class MulticlassHead : TaskHead
{
    private const string Kind = "MulticlassClassification";
    private readonly int _classCount;
    private readonly KeyNames? _names;

    /// <exception cref="FormatException">The class count is not positive, or the names are not as many.</exception>
    public MulticlassHead(int classCount, KeyNames? names)
    {
        if (classCount < 1)
            throw new FormatException($"there are {classCount} classes");
        if (names != null && names.Texts.Count != classCount)
            throw new FormatException($"{classCount} classes have {names.Texts.Count} names");
        _classCount = classCount;
        _names = names;
        OutputColumns =
        [
            new("PredictedLabel", new KeyDataViewType(typeof(uint), classCount),
                setId => ScoreAnnotations.PredictedLabel(Kind, setId, names), PredictedLabel),
            new("Score", new VectorDataViewType(NumberDataViewType.Single, classCount),
                setId => ScoreAnnotations.Score(Kind, setId, names), ScoreSource.All),
        ];
    }

    public override LearningTask Task => MulticlassTask.Instance;

    public override int OutputWidth => _classCount;

    public override int TargetWidth => 1;

    public override IReadOnlyList<Metric> Metrics { get; } =
        [ITrainingHead.LossMetric, new("Accuracy", true), new("MacroAccuracy", true), new("LogLoss", false)];

    public override IReadOnlyList<OutputColumn> OutputColumns { get; }

    public override torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing)
    {
        var classes = target.select(1, 0).to(torch.ScalarType.Int64); // [rows]
        if (weight is null)
            return torch.nn.functional.cross_entropy(output, classes, label_smoothing: labelSmoothing);
        var losses = torch.nn.functional.cross_entropy(
            output, classes, reduction: torch.nn.Reduction.None, label_smoothing: labelSmoothing); // [rows]
        return Mean(losses, weight);
    }

    public override void Finish(Span<float> output)
    {
        for (var start = 0; start < output.Length; start += _classCount)
        {
            var row = output.Slice(start, _classCount);
            // Shifted by its largest value, so that the exponentials cannot overflow.
            TensorPrimitives.Subtract(row, TensorPrimitives.Max<float>(row), row);
            TensorPrimitives.SoftMax<float>(row, row);
        }
    }

    public override void Unfinish(Span<float> scores)
    {
        foreach (ref var score in scores)
            score = MathF.Log(Math.Max(score, float.Epsilon));
    }

    public override string? Mismatch(DataViewSchema.Column label)
    {
        var names = KeyNames.Read(label);
        if (label.Type is KeyDataViewType key && key.Count != (ulong)_classCount)
            return $"it knows {_classCount} classes, label column '{label.Name}' has {key.Count}";
        return names is null || _names is null || names.Texts.SequenceEqual(_names.Texts)
            ? null
            : $"its classes are {string.Join(", ", _names.Texts)}, "
                + $"those of label column '{label.Name}' are {string.Join(", ", names.Texts)}";
    }

    public override JsonObject ToJson() => new() { ["classCount"] = _classCount, ["classes"] = _names?.ToJson() };

    protected override double[] MeasureOutputs(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, RowWeights weights)
    {
        var logLoss = ClassMeasures.LogLoss(outputs, targets, weights);
        var (micro, macro) = ClassMeasures.Accuracy(outputs, targets, weights);
        return [logLoss, micro, macro, logLoss];
    }

    private static ValueGetter<uint> PredictedLabel(ScoreSource scores) =>
        (ref uint value) => value = (uint)TensorPrimitives.IndexOfMax(scores.Current) + 1;
}
