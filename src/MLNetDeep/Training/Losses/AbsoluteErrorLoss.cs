using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>The absolute error, in standard deviations of the training target. Learns the median.</summary>
public sealed record AbsoluteErrorLoss : LossFunction, IRegressionLoss
{
    // TorchSharp 0.102.7's functional.l1_loss computes the squared error.
    torch.Tensor IRegressionLoss.Elements(torch.Tensor output, torch.Tensor target) => (output - target).abs();

    double IRegressionLoss.Value(ReadOnlySpan<float> output, double target) => Math.Abs(output[0] - target);

    void IRegressionLoss.Derive(ReadOnlySpan<float> output, double target, Span<float> slopes) =>
        slopes[0] = Math.Sign(output[0] - target);
}
