using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tasks;

/// <summary>A logit for each class; the scores are the softmax.</summary>
internal sealed class MulticlassHead : TaskHead
{
    private const string Kind = "MulticlassClassification";
    private readonly int _classCount;
    private readonly KeyNames? _names;
    private readonly IClassLoss _loss;
    private readonly double _temperature;
    private readonly double? _setThreshold;

    /// <param name="classCount">Number of classes.</param>
    /// <param name="names">Their names, or null.</param>
    /// <param name="loss">The loss; null for the cross-entropy.</param>
    /// <param name="temperature">What all logits are divided by in the end.</param>
    /// <param name="setThreshold">The least probability of a class in the prediction set; null for no sets.</param>
    /// <exception cref="FormatException">The class count, the number of names or another number is out of range.</exception>
    public MulticlassHead(
        int classCount, KeyNames? names, IClassLoss? loss = null, double temperature = 1, double? setThreshold = null)
    {
        if (classCount < 1)
            throw new FormatException($"there are {classCount} classes");
        if (names != null && names.Texts.Count != classCount)
            throw new FormatException($"{classCount} classes have {names.Texts.Count} names");
        _classCount = classCount;
        _names = names;
        _loss = loss ?? new CrossEntropyLoss();
        _temperature = TemperatureScaling.Checked(temperature);
        _setThreshold = setThreshold is null or (>= 0 and <= 1)
            ? setThreshold
            : throw new FormatException(FormattableString.Invariant($"the threshold of prediction sets is {setThreshold}"));
        OutputColumns = MakeColumns();
    }

    /// <summary>Names of the classes, or null.</summary>
    public IReadOnlyList<string>? Names => _names?.Texts;

    /// <summary>What the logits are divided by in the end.</summary>
    public double Temperature => _temperature;

    /// <summary>The least probability of a class in the prediction set; null for no sets.</summary>
    public double? SetThreshold => _setThreshold;

    public override LearningTask Task => MulticlassTask.Instance;

    public override int OutputWidth => _classCount;

    public override int TargetWidth => 1;

    public override IReadOnlyList<Metric> Metrics { get; } =
        [ITrainingHead.LossMetric, new("Accuracy", true), new("MacroAccuracy", true), new("LogLoss", false)];

    public override IReadOnlyList<OutputColumn> OutputColumns { get; }

    public override torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing)
    {
        var classes = target.select(1, 0).to(torch.ScalarType.Int64); // [rows]
        return weight is null ? _loss.Mean(output, classes, labelSmoothing) : Mean(_loss.Rows(output, classes, labelSmoothing), weight);
    }

    public override bool LearnsManaged => true;

    public override double Derive(
        ReadOnlySpan<float> output, ReadOnlySpan<float> target, double labelSmoothing, Span<float> slopes) =>
        _loss.Derive(output, (int)target[0], labelSmoothing, slopes);

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

    public override TaskHead Restart(HeadSettings settings) => new MulticlassHead(_classCount, _names, (IClassLoss?)settings.Loss);

    public override void Calibrate(Span<float> scores)
    {
        if (_temperature == 1)
            return;
        Unfinish(scores);
        TensorPrimitives.Divide(scores, (float)_temperature, scores);
        Finish(scores);
    }

    public override TaskHead FitTo(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, RowWeights weights, HeadSettings settings)
    {
        var head = this;
        if (settings.Calibration != Calibration.None)
        {
            var logits = scores.ToArray();
            Unfinish(logits);
            head = new(_classCount, _names, _loss, TemperatureScaling.FitClasses(logits, targets, weights));
        }
        return settings.PredictionSetCoverage is { } coverage ? head.WithSets(scores, targets, coverage) : head;
    }

    public override JsonObject ToJson()
    {
        var json = new JsonObject { ["classCount"] = _classCount, ["classes"] = _names?.ToJson() };
        if (_temperature != 1)
            json["temperature"] = _temperature;
        if (_setThreshold is { } threshold)
            json["setThreshold"] = threshold;
        return json;
    }

    protected override double[] MeasureOutputs(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, RowWeights weights)
    {
        var loss = new WeightedMean();
        for (var row = 0; row < targets.Length; row++)
            loss.Add(_loss.Value(outputs.Slice(row * _classCount, _classCount), (int)targets[row]), weights[row]);
        var (micro, macro) = ClassMeasures.Accuracy(outputs, targets, weights);
        return [loss.Value, micro, macro, ClassMeasures.LogLoss(outputs, targets, weights)];
    }

    /// <summary>The head with sets that hold the true class of a share of new rows.</summary>
    private MulticlassHead WithSets(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, double coverage)
    {
        var calibrated = scores.ToArray();
        Calibrate(calibrated);
        var missing = new double[targets.Length];
        for (var row = 0; row < missing.Length; row++)
            missing[row] = 1 - (double)calibrated[(row * _classCount) + (int)targets[row]];
        var threshold = 1 - Conformal.Threshold(missing, coverage, nameof(DeepTrainerOptions.PredictionSetCoverage));
        return new(_classCount, _names, _loss, _temperature, Math.Clamp(threshold, 0, 1));
    }

    private OutputColumn[] MakeColumns()
    {
        List<OutputColumn> columns =
        [
            new("PredictedLabel", new KeyDataViewType(typeof(uint), _classCount),
                setId => ScoreAnnotations.PredictedLabel(Kind, setId, _names), PredictedLabel),
            new("Score", new VectorDataViewType(NumberDataViewType.Single, _classCount),
                setId => ScoreAnnotations.Score(Kind, setId, _names), ScoreSource.All),
        ];
        if (_setThreshold is { } threshold)
        {
            var names = _names is { IsText: true } ? _names.Texts : null;
            columns.Add(new(
                "PredictionSet", new VectorDataViewType(BooleanDataViewType.Instance, _classCount),
                _ => ScoreAnnotations.SlotNames(names), scores => ScoreSource.Above(scores, (float)threshold)));
        }
        return [.. columns];
    }

    private static ValueGetter<uint> PredictedLabel(ScoreSource scores) =>
        (ref uint value) => value = (uint)TensorPrimitives.IndexOfMax(scores.Current) + 1;
}
