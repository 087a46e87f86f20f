using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;
using MLNetDeep.Persistence;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tasks;

/// <summary>One output for each target, in standard deviations from the training mean; the loss is its squared error.</summary>
/// <remarks>
/// Predictions stay within the range of the training labels, as RealMLP's do (arXiv:2407.04491) and as trees' do by nature:
/// one odd row must not bring a prediction that is off by orders of magnitude.
/// </remarks>
internal sealed class RegressionHead : TaskHead
{
    private readonly TargetScale[] _targets;
    private readonly bool _isVector;

    /// <exception cref="FormatException">There are no targets, or a scale is not usable.</exception>
    public RegressionHead(TargetScale[] targets, bool isVector)
    {
        if (targets.Length == 0 || (!isVector && targets.Length != 1))
            throw new FormatException($"there are {targets.Length} targets");
        if (!Array.TrueForAll(targets, target => target.IsUsable))
            throw new FormatException("the scale of a target is not usable");
        _targets = targets;
        _isVector = isVector;
        DataViewType type = isVector ? new VectorDataViewType(NumberDataViewType.Single, targets.Length) : NumberDataViewType.Single;
        OutputColumns = [new("Score", type, ScoreAnnotations.RegressionScore, isVector ? ScoreSource.All : ScoreSource.First)];
    }

    public override LearningTask Task => RegressionTask.Instance;

    public override int OutputWidth => _targets.Length;

    public override int TargetWidth => _targets.Length;

    public override IReadOnlyList<Metric> Metrics { get; } =
        [ITrainingHead.LossMetric, new("RMSE", false), new("MAE", false), new("RSquared", true)];

    public override IReadOnlyList<OutputColumn> OutputColumns { get; }

    public override void Encode(Span<float> targets)
    {
        for (var index = 0; index < targets.Length; index++)
        {
            var scale = _targets[index % _targets.Length];
            targets[index] = (targets[index] - scale.Mean) / scale.Deviation;
        }
    }

    public override torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing)
    {
        if (weight is null)
            return torch.nn.functional.mse_loss(output, target);
        return Mean(torch.nn.functional.mse_loss(output, target, torch.nn.Reduction.None).mean([1]), weight);
    }

    public override void Finish(Span<float> output)
    {
        Decode(output);
        for (var index = 0; index < output.Length; index++)
        {
            var scale = _targets[index % _targets.Length];
            output[index] = Math.Clamp(output[index], scale.Minimum, scale.Maximum);
        }
    }

    public override void Unfinish(Span<float> scores) => Encode(scores);

    protected override double[] MeasureOutputs(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, RowWeights weights)
    {
        var loss = new WeightedMean();
        for (var index = 0; index < outputs.Length; index++)
            loss.Add(Math.Pow(outputs[index] - (double)targets[index], 2), weights[index / _targets.Length]);
        float[] predictions = outputs.ToArray(), truths = targets.ToArray();
        Finish(predictions);
        Decode(truths);
        var (rmse, mae, rSquared) = RegressionMeasures.Measure(predictions, truths, _targets.Length, weights);
        return [loss.Value, rmse, mae, rSquared];
    }

    public override string? Mismatch(DataViewSchema.Column label)
    {
        var width = RegressionTask.Instance.TargetWidth(label);
        return width == _targets.Length ? null : $"it predicts {_targets.Length} targets, label column '{label.Name}' has {width}";
    }

    public override JsonObject ToJson() => new()
    {
        ["targets"] = JsonSerializer.SerializeToNode(_targets, ModelJson.Options),
        ["isVector"] = _isVector,
    };

    /// <summary>Turns numbers in standard deviations from the mean into numbers in the label's unit, in place.</summary>
    private void Decode(Span<float> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            var scale = _targets[index % _targets.Length];
            values[index] = (values[index] * scale.Deviation) + scale.Mean;
        }
    }
}
