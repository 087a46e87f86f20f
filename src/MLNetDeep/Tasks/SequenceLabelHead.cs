using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tasks;

/// <summary>A logit for each class at each step; the scores are the softmax. Steps that a row does not have hold minus infinity.</summary>
internal sealed class SequenceLabelHead : TaskHead
{
    private const string Kind = "SequenceLabeling";
    private readonly int _stepCount;
    private readonly int _classCount;
    private readonly KeyNames? _names;
    private readonly StepClasses _classes;

    /// <param name="stepCount">Steps of the longest row.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="names">Their names, or null.</param>
    /// <param name="loss">The loss of a step; null for the cross-entropy.</param>
    /// <exception cref="FormatException">A count or the number of names is out of range.</exception>
    public SequenceLabelHead(int stepCount, int classCount, KeyNames? names, IClassLoss? loss = null)
    {
        if (stepCount < 1 || classCount < 1)
            throw new FormatException($"there are {stepCount} steps of {classCount} classes");
        if (names != null && names.Texts.Count != classCount)
            throw new FormatException($"{classCount} classes have {names.Texts.Count} names");
        (_stepCount, _classCount, _names) = (stepCount, classCount, names);
        _classes = new StepClasses(stepCount, classCount, loss ?? new CrossEntropyLoss());
        OutputColumns =
        [
            new("PredictedLabel", new VectorDataViewType(new KeyDataViewType(typeof(uint), classCount)),
                setId => ScoreAnnotations.PredictedLabel(Kind, setId, names), PredictedLabel),
            new("Score", new VectorDataViewType(NumberDataViewType.Single),
                setId => ScoreAnnotations.Score(Kind, setId, names, hasSlots: false), Score),
        ];
    }

    /// <summary>Names of the classes, or null.</summary>
    public IReadOnlyList<string>? Names => _names?.Texts;

    public override LearningTask Task => SequenceLabelTask.Instance;

    public override int OutputWidth => _classes.OutputWidth;

    public override int TargetWidth => _stepCount;

    public override IReadOnlyList<Metric> Metrics { get; } =
        [ITrainingHead.LossMetric, new("Accuracy", true), new("MacroF1", true), new("SequenceAccuracy", true)];

    public override IReadOnlyList<OutputColumn> OutputColumns { get; }

    public override torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing) =>
        _classes.Loss(output, target, weight, labelSmoothing);

    public override void Finish(Span<float> output) => _classes.Finish(output);

    public override void Unfinish(Span<float> scores) => StepClasses.Unfinish(scores);

    public override string? Mismatch(DataViewSchema.Column label)
    {
        var names = KeyNames.OfItems(label);
        var count = Task.ClassCount(label);
        if (count != _classCount)
            return $"it knows {_classCount} classes, label column '{label.Name}' has {count}";
        return names is null || _names is null || names.Texts.SequenceEqual(_names.Texts)
            ? null
            : $"its classes are {string.Join(", ", _names.Texts)}, "
                + $"those of label column '{label.Name}' are {string.Join(", ", names.Texts)}";
    }

    public override TaskHead Restart(HeadSettings settings) =>
        new SequenceLabelHead(_stepCount, _classCount, _names, (IClassLoss?)settings.Loss);

    public override JsonObject ToJson() =>
        new() { ["stepCount"] = _stepCount, ["classCount"] = _classCount, ["classes"] = _names?.ToJson() };

    protected override double[] MeasureOutputs(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, RowWeights weights)
    {
        var measures = new SequenceMeasures(_classCount);
        var predicted = new int[_stepCount];
        var labels = new int[_stepCount];
        for (var row = 0; row < targets.Length / _stepCount; row++)
        {
            var logits = outputs.Slice(row * OutputWidth, OutputWidth);
            var count = CountSteps(logits);
            for (var step = 0; step < count; step++)
            {
                labels[step] = (int)targets[(row * _stepCount) + step];
                predicted[step] = TensorPrimitives.IndexOfMax(_classes.Step(logits, step));
            }
            measures.Add(labels.AsSpan(0, count), predicted.AsSpan(0, count), weights[row]);
        }
        return [_classes.MeasureLoss(outputs, targets, weights), measures.Accuracy, measures.MacroF1, measures.SequenceAccuracy];
    }

    private int CountSteps(ReadOnlySpan<float> outputs)
    {
        var count = 0;
        while (count < _stepCount && !StepClasses.IsMissing(_classes.Step(outputs, count)))
            count++;
        return count;
    }

    private ValueGetter<VBuffer<uint>> PredictedLabel(ScoreSource scores) => (ref VBuffer<uint> value) =>
    {
        var current = scores.Current;
        var editor = VBufferEditor.Create(ref value, CountSteps(current));
        for (var step = 0; step < editor.Values.Length; step++)
            editor.Values[step] = (uint)TensorPrimitives.IndexOfMax(_classes.Step(current, step)) + 1;
        value = editor.Commit();
    };

    private ValueGetter<VBuffer<float>> Score(ScoreSource scores) => (ref VBuffer<float> value) =>
    {
        var current = scores.Current;
        var editor = VBufferEditor.Create(ref value, CountSteps(current) * _classCount);
        current[..editor.Values.Length].CopyTo(editor.Values);
        value = editor.Commit();
    };
}
