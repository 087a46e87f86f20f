using MLNetDeep.Comparison;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep;

/// <summary>Lets a binary head learn by a perceptron's rule: the loss is the share of mistakes, its gradient is the rule.</summary>
internal sealed class PerceptronHead(ITrainingHead head, PerceptronRule rule) : ITrainingHead
{
    public int OutputWidth => head.OutputWidth;

    public IReadOnlyList<Metric> Metrics => head.Metrics;

    public torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing)
    {
        torch.Tensor score = output.detach(); // [rows, 1]
        torch.Tensor fired = score.gt(0).to(torch.ScalarType.Float32);
        torch.Tensor mistake = fired - target; // -1, 0 or 1
        torch.Tensor slope = rule == PerceptronRule.ErrorCorrecting ? mistake : 1 - target * 2;
        // A mistake counts 1 whatever the score; what is added is 0, but has the slope.
        torch.Tensor losses = mistake * mistake + (output - score) * slope;
        return weight is null ? losses.mean() : (losses.select(1, 0) * weight).sum() / weight.sum().clamp_min(float.Epsilon);
    }

    public double[] Measure(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights) =>
        head.Measure(outputs, targets, weights);
}
