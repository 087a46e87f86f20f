using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Training;

/// <summary>Mean squared error, for tests of the loop alone.</summary>
internal sealed class SquaredErrorHead(int outputWidth = 1) : ITrainingHead
{
    public int OutputWidth => outputWidth;

    public torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing)
    {
        torch.Tensor error = (output - target).square();
        if (weight is null)
            return error.mean();
        return (error.mean([1]) * weight).sum() / weight.sum();
    }

    public bool LearnsManaged => true;

    public double Derive(ReadOnlySpan<float> output, ReadOnlySpan<float> target, double labelSmoothing, Span<float> slopes)
    {
        double sum = 0;
        for (int i = 0; i < output.Length; i++)
        {
            sum += Math.Pow(output[i] - (double)target[i], 2) / output.Length;
            slopes[i] = 2 * (output[i] - target[i]) / output.Length;
        }

        return sum;
    }

    public double[] Measure(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
    {
        double sum = 0, total = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            float weight = weights.IsEmpty ? 1 : weights[i / outputWidth];
            sum += Math.Pow(outputs[i] - (double)targets[i], 2) * weight;
            total += weight;
        }

        return [sum / total];
    }
}
