using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>Half the squared error near 0 and linear from <see cref="Delta"/> on: outliers pull less (Huber 1964, as PyTorch's).</summary>
public sealed record HuberLoss : LossFunction, IRegressionLoss
{
    /// <summary>The error from which on the loss grows linearly.</summary>
    /// <value>
    /// Default 1, PyTorch's. In standard deviations of the training target, which is scaled before it is learned; finite and above 0.
    /// </value>
    public double Delta { get; init; } = 1;

    internal override void Check(OptionRules rules) => rules.RequirePositive(Delta, nameof(Delta));

    torch.Tensor IRegressionLoss.Elements(torch.Tensor output, torch.Tensor target) =>
        torch.nn.functional.huber_loss(output, target, Delta, torch.nn.Reduction.None);

    torch.Tensor IRegressionLoss.Mean(torch.Tensor output, torch.Tensor target) =>
        torch.nn.functional.huber_loss(output, target, Delta);

    double IRegressionLoss.Value(ReadOnlySpan<float> output, double target)
    {
        var error = Math.Abs(output[0] - target);
        return error <= Delta ? error * error / 2 : Delta * (error - (Delta / 2));
    }

    void IRegressionLoss.Derive(ReadOnlySpan<float> output, double target, Span<float> slopes) =>
        slopes[0] = (float)Math.Clamp(output[0] - target, -Delta, Delta);
}
