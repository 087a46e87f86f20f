using System.Numerics.Tensors;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using MLNetDeep.Comparison;
using MLNetDeep.Persistence;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tasks;

/// <summary>One output for each target, or one for each of its quantiles, in standard deviations from the training mean.</summary>
internal sealed class RegressionHead : TaskHead
{
    private readonly RegressionShape _shape;
    private readonly TargetScale[] _targets;
    private readonly IRegressionLoss _loss;
    private readonly bool _isClamped;
    private readonly PredictionInterval? _interval;

    /// <param name="targets">How each target lies in the training rows.</param>
    /// <param name="isVector">Whether the label is a vector.</param>
    /// <param name="loss">The loss; null for the squared error.</param>
    /// <param name="isClamped">Whether scores stay within the range of the training labels.</param>
    /// <param name="names">Names of the targets, or null.</param>
    /// <param name="interval">The interval around each score, or null.</param>
    /// <exception cref="FormatException">There are no targets, or a number is not usable.</exception>
    public RegressionHead(
        TargetScale[] targets, bool isVector, LossFunction? loss = null, bool isClamped = true, string[]? names = null,
        PredictionInterval? interval = null)
    {
        if (targets.Length == 0 || (!isVector && targets.Length != 1))
            throw new FormatException($"there are {targets.Length} targets");
        if (!Array.TrueForAll(targets, target => target.IsUsable))
            throw new FormatException("the scale of a target is not usable");
        if (names is not null && names.Length != targets.Length)
            throw new FormatException($"{targets.Length} targets have {names.Length} names");
        if (interval is not null && !interval.IsUsable(targets.Length))
            throw new FormatException("the interval around a score is not usable");
        var made = loss ?? new SquaredErrorLoss();
        _loss = made as IRegressionLoss ?? throw new FormatException($"{made.GetType().Name} is no loss of a regression");
        _targets = targets;
        _isClamped = isClamped;
        _interval = interval;
        _shape = new RegressionShape(targets.Length, isVector, made, names);
        OutputColumns = _shape.MakeColumns(interval);
    }

    /// <summary>How each target lies in the training rows.</summary>
    public IReadOnlyList<TargetScale> Targets => _targets;

    public LossFunction LossFunction => (LossFunction)_loss;

    /// <summary>Whether scores stay within the range of the training labels.</summary>
    public bool IsClamped => _isClamped;

    /// <summary>The interval around each score, or null.</summary>
    public PredictionInterval? Interval => _interval;

    /// <summary>How the finished scores of a row lie.</summary>
    public RegressionShape Shape => _shape;

    public override LearningTask Task => RegressionTask.Instance;

    public override int OutputWidth => _targets.Length * _shape.OutputCount;

    public override int TargetWidth => _targets.Length;

    public override IReadOnlyList<Metric> Metrics { get; } =
        [ITrainingHead.LossMetric, new("RMSE", false), new("MAE", false), new("RSquared", true)];

    public override IReadOnlyList<OutputColumn> OutputColumns { get; }

    public override void Encode(Span<float> targets)
    {
        for (var index = 0; index < targets.Length; index++)
            targets[index] = _targets[index % _targets.Length].Encode(targets[index]);
    }

    public override torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing) =>
        weight is null ? _loss.Mean(output, target) : Mean(_loss.Elements(output, target).mean([1]), weight);

    public override bool LearnsManaged => true;

    public override double Derive(ReadOnlySpan<float> output, ReadOnlySpan<float> target, double labelSmoothing, Span<float> slopes)
    {
        var count = _shape.OutputCount;
        double sum = 0;
        for (var index = 0; index < target.Length; index++)
        {
            var values = output.Slice(index * count, count);
            sum += _loss.Value(values, target[index]);
            _loss.Derive(values, target[index], slopes.Slice(index * count, count));
        }
        TensorPrimitives.Divide(slopes, target.Length, slopes);
        return sum / target.Length;
    }

    public override void Finish(Span<float> output)
    {
        for (int start = 0, target = 0; start < output.Length; start += _shape.OutputCount, target++)
        {
            var scale = _targets[target % _targets.Length];
            var values = output.Slice(start, _shape.OutputCount);
            _loss.Link(values);
            foreach (ref var value in values)
                value = _isClamped ? Math.Clamp(scale.Decode(value), scale.Minimum, scale.Maximum) : scale.Decode(value);
        }
    }

    public override void Unfinish(Span<float> scores)
    {
        for (int start = 0, target = 0; start < scores.Length; start += _shape.OutputCount, target++)
        {
            var scale = _targets[target % _targets.Length];
            var values = scores.Slice(start, _shape.OutputCount);
            foreach (ref var value in values)
                value = scale.Encode(value);
            _loss.Unlink(values);
        }
    }

    public override TaskHead FitTo(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, RowWeights weights, HeadSettings settings)
    {
        if (settings.IntervalCoverage is not { } coverage)
            return this;
        var truths = Truths(targets);
        var margins = new float[_targets.Length];
        for (var target = 0; target < margins.Length; target++)
        {
            var errors = new double[truths.Length / margins.Length];
            for (var row = 0; row < errors.Length; row++)
            {
                var (lower, upper) = _shape.Bounds(scores.Slice(row * OutputWidth, OutputWidth), target);
                double truth = truths[(row * margins.Length) + target];
                errors[row] = Math.Max(lower - truth, truth - upper);
            }
            margins[target] = (float)Conformal.Threshold(errors, coverage, nameof(DeepTrainerOptions.IntervalCoverage));
        }
        return new RegressionHead(
            _targets, _shape.IsVector, (LossFunction)_loss, _isClamped, _shape.Names, new PredictionInterval(coverage, margins));
    }

    public override JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["targets"] = JsonSerializer.SerializeToNode(_targets, ModelJson.Options),
            ["isVector"] = _shape.IsVector,
        };
        if (_loss is not SquaredErrorLoss)
            json["loss"] = JsonSerializer.SerializeToNode((LossFunction)_loss, ModelJson.Options);
        if (!_isClamped)
            json["isClamped"] = false;
        if (_shape.Names is not null)
            json["names"] = JsonSerializer.SerializeToNode(_shape.Names, ModelJson.Options);
        if (_interval is not null)
            json["interval"] = JsonSerializer.SerializeToNode(_interval, ModelJson.Options);
        return json;
    }

    protected override double[] MeasureOutputs(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, RowWeights weights)
    {
        var loss = new WeightedMean();
        for (var index = 0; index < targets.Length; index++)
        {
            var value = _loss.Value(outputs.Slice(index * _shape.OutputCount, _shape.OutputCount), targets[index]);
            loss.Add(value, weights[index / _targets.Length]);
        }
        var scores = outputs.ToArray();
        Finish(scores);
        var predictions = new float[targets.Length];
        for (var index = 0; index < predictions.Length; index++)
            predictions[index] = scores[(index * _shape.OutputCount) + _shape.Middle];
        var (rmse, mae, rSquared) = RegressionMeasures.Measure(predictions, Truths(targets), _targets.Length, weights);
        return [loss.Value, rmse, mae, rSquared];
    }

    public override string? Mismatch(DataViewSchema.Column label)
    {
        var width = RegressionTask.Instance.TargetWidth(label);
        return width == _targets.Length ? null : $"it predicts {_targets.Length} targets, label column '{label.Name}' has {width}";
    }

    public override TaskHead Restart(HeadSettings settings) => new RegressionHead(
        _targets, _shape.IsVector, settings.Loss ?? (LossFunction)_loss, settings.ClampPredictions, _shape.Names);

    /// <summary>Encoded targets in the label's unit.</summary>
    private float[] Truths(ReadOnlySpan<float> targets)
    {
        var truths = targets.ToArray();
        for (var index = 0; index < truths.Length; index++)
            truths[index] = _targets[index % _targets.Length].Decode(truths[index]);
        return truths;
    }
}
