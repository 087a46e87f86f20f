using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>The squared error, in squared standard deviations of the training target: the default of regression. Learns the mean.</summary>
public sealed record SquaredErrorLoss : LossFunction, IRegressionLoss
{
    torch.Tensor IRegressionLoss.Elements(torch.Tensor output, torch.Tensor target) =>
        torch.nn.functional.mse_loss(output, target, torch.nn.Reduction.None);

    torch.Tensor IRegressionLoss.Mean(torch.Tensor output, torch.Tensor target) => torch.nn.functional.mse_loss(output, target);

    double IRegressionLoss.Value(ReadOnlySpan<float> output, double target) => Math.Pow(output[0] - target, 2);

    void IRegressionLoss.Derive(ReadOnlySpan<float> output, double target, Span<float> slopes) =>
        slopes[0] = (float)(2 * (output[0] - target));
}
