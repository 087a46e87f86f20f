using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace MLNetDeep.Tasks;

/// <summary>One output for each target, in standard deviations from the training mean; the loss is the squared error in that unit.</summary>
internal sealed class RegressionHead : TaskHead
{
    private readonly float[] _mean;
    private readonly float[] _deviation;
    private readonly bool _isVector;

    /// <exception cref="FormatException">The numbers are not as many, not finite or not positive.</exception>
    public RegressionHead(float[] mean, float[] deviation, bool isVector)
    {
        if (mean.Length == 0 || mean.Length != deviation.Length || (!isVector && mean.Length != 1))
            throw new FormatException($"{mean.Length} target means with {deviation.Length} deviations");
        if (!mean.All(float.IsFinite) || !deviation.All(value => float.IsFinite(value) && value > 0))
            throw new FormatException("a target mean or deviation is not usable");
        _mean = mean;
        _deviation = deviation;
        _isVector = isVector;
        DataViewType type = isVector ? new VectorDataViewType(NumberDataViewType.Single, mean.Length) : NumberDataViewType.Single;
        OutputColumns = [new("Score", type, ScoreAnnotations.RegressionScore, isVector ? VectorScore : Score)];
    }

    public override LearningTask Task => RegressionTask.Instance;

    public override int OutputWidth => _mean.Length;

    public override IReadOnlyList<OutputColumn> OutputColumns { get; }

    public override void Encode(Span<float> targets)
    {
        for (var index = 0; index < targets.Length; index++)
        {
            var target = index % _mean.Length;
            targets[index] = (targets[index] - _mean[target]) / _deviation[target];
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
            var target = index % _mean.Length;
            output[index] = (output[index] * _deviation[target]) + _mean[target];
        }
    }

    public override JsonObject ToJson() => new()
    {
        ["mean"] = JsonSerializer.SerializeToNode(_mean),
        ["deviation"] = JsonSerializer.SerializeToNode(_deviation),
        ["isVector"] = _isVector,
    };

    private static ValueGetter<float> Score(ScoreSource scores) => (ref float value) => value = scores.Current[0];

    private static ValueGetter<VBuffer<float>> VectorScore(ScoreSource scores) => (ref VBuffer<float> value) =>
    {
        var current = scores.Current;
        var editor = VBufferEditor.Create(ref value, current.Length);
        current.CopyTo(editor.Values);
        value = editor.Commit();
    };
}
