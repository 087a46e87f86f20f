using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tasks;

/// <summary>At each step a logit for the end and one for each key; the scores are the softmax.</summary>
internal sealed class SequenceHead : TaskHead
{
    /// <summary>The output that ends a sequence; the others are keys, from 1.</summary>
    public const int End = 0;

    private const string Kind = "SequenceToSequence";
    private readonly int _stepCount;
    private readonly int _keyCount;
    private readonly KeyNames? _names;
    private readonly StepClasses _classes;

    /// <param name="stepCount">Steps of the longest sequence, its end included.</param>
    /// <param name="keyCount">Number of keys.</param>
    /// <param name="names">Their values, or null.</param>
    /// <param name="loss">The loss of a step; null for the cross-entropy.</param>
    /// <exception cref="FormatException">A count or the number of names is out of range.</exception>
    public SequenceHead(int stepCount, int keyCount, KeyNames? names, IClassLoss? loss = null)
    {
        if (stepCount < 1 || keyCount < 1)
            throw new FormatException($"there are {stepCount} steps of {keyCount} keys");
        if (names != null && names.Texts.Count != keyCount)
            throw new FormatException($"{keyCount} keys have {names.Texts.Count} names");
        (_stepCount, _keyCount, _names) = (stepCount, keyCount, names);
        _classes = new StepClasses(stepCount, keyCount + 1, loss ?? new CrossEntropyLoss());
        OutputColumns =
        [
            new("PredictedLabel", new VectorDataViewType(new KeyDataViewType(typeof(uint), keyCount)),
                setId => ScoreAnnotations.PredictedLabel(Kind, setId, names), PredictedLabel),
            new("Score", new VectorDataViewType(NumberDataViewType.Single), setId => ScoreAnnotations.Score(Kind, setId), Score),
        ];
    }

    /// <summary>Values of the keys, or null.</summary>
    public IReadOnlyList<string>? Names => _names?.Texts;

    public override LearningTask Task => SequenceToSequenceTask.Instance;

    public override int OutputWidth => _classes.OutputWidth;

    public override int TargetWidth => _stepCount;

    public override IReadOnlyList<Metric> Metrics { get; } =
        [ITrainingHead.LossMetric, new("TokenAccuracy", true), new("SequenceAccuracy", true)];

    public override IReadOnlyList<OutputColumn> OutputColumns { get; }

    public override torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing) =>
        _classes.Loss(output, target, weight, labelSmoothing);

    public override void Finish(Span<float> output) => _classes.Finish(output);

    public override void Unfinish(Span<float> scores) => StepClasses.Unfinish(scores);

    public override string? Mismatch(DataViewSchema.Column label)
    {
        if (label.Type is not VectorDataViewType { ItemType: KeyDataViewType key } || key.Count != (ulong)_keyCount)
            return $"it knows {_keyCount} keys, label column '{label.Name}' is {label.Type}";
        var names = KeyNames.OfItems(label);
        return names is null || _names is null || names.Texts.SequenceEqual(_names.Texts)
            ? null
            : $"its keys are {string.Join(", ", _names.Texts)}, those of label column '{label.Name}' are {string.Join(", ", names.Texts)}";
    }

    public override TaskHead Restart(HeadSettings settings) => new SequenceHead(_stepCount, _keyCount, _names, (IClassLoss?)settings.Loss);

    public override JsonObject ToJson() =>
        new() { ["stepCount"] = _stepCount, ["keyCount"] = _keyCount, ["keys"] = _names?.ToJson() };

    protected override double[] MeasureOutputs(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, RowWeights weights)
    {
        var measures = new SequenceMeasures(_keyCount);
        var keys = new int[_stepCount];
        for (var row = 0; row < targets.Length / _stepCount; row++)
        {
            var own = outputs.Slice(row * OutputWidth, OutputWidth);
            var told = new int[CountKeys(own)];
            for (var step = 0; step < told.Length; step++)
                told[step] = TensorPrimitives.IndexOfMax(_classes.Step(own, step)) - 1;
            var count = 0;
            while (count < _stepCount && targets[(row * _stepCount) + count] > End)
            {
                keys[count] = (int)targets[(row * _stepCount) + count] - 1;
                count++;
            }
            measures.Add(keys.AsSpan(0, count), told, weights[row]);
        }
        return [_classes.MeasureLoss(outputs, targets, weights), measures.Accuracy, measures.SequenceAccuracy];
    }

    /// <summary>Keys before the end; the last step is there for the end alone.</summary>
    private int CountKeys(ReadOnlySpan<float> outputs)
    {
        var count = 0;
        while (count < _stepCount - 1 && !StepClasses.IsMissing(_classes.Step(outputs, count))
            && TensorPrimitives.IndexOfMax(_classes.Step(outputs, count)) != End)
        {
            count++;
        }
        return count;
    }

    private ValueGetter<VBuffer<uint>> PredictedLabel(ScoreSource scores) => (ref VBuffer<uint> value) =>
    {
        var current = scores.Current;
        var editor = VBufferEditor.Create(ref value, CountKeys(current));
        for (var step = 0; step < editor.Values.Length; step++)
            editor.Values[step] = (uint)TensorPrimitives.IndexOfMax(_classes.Step(current, step));
        value = editor.Commit();
    };

    private ValueGetter<VBuffer<float>> Score(ScoreSource scores) => (ref VBuffer<float> value) =>
    {
        var current = scores.Current;
        var editor = VBufferEditor.Create(ref value, CountKeys(current));
        for (var step = 0; step < editor.Values.Length; step++)
            editor.Values[step] = TensorPrimitives.Max(_classes.Step(current, step));
        value = editor.Commit();
    };
}
