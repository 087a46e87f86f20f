using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using MLNetDeep.Persistence;
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

    public override IReadOnlyList<OutputColumn> OutputColumns { get; }

    public override void Encode(Span<float> targets)
    {
        for (var index = 0; index < targets.Length; index++)
        {
            var scale = _targets[index % _targets.Length];
            targets[index] = (targets[index] - scale.Mean) / scale.Deviation;
        }
    }

    public override torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight)
    {
        var error = output - target;
        return weight is null ? (error * error).mean() : Mean((error * error).mean([1]), weight);
    }

    public override void Finish(Span<float> output)
    {
        for (var index = 0; index < output.Length; index++)
        {
            var scale = _targets[index % _targets.Length];
            output[index] = Math.Clamp((output[index] * scale.Deviation) + scale.Mean, scale.Minimum, scale.Maximum);
        }
    }

    public override JsonObject ToJson() => new()
    {
        ["targets"] = JsonSerializer.SerializeToNode(_targets, ModelJson.Options),
        ["isVector"] = _isVector,
    };
}
