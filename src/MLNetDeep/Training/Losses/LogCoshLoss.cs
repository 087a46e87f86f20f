using MLNetDeep.Tasks;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>
/// log(cosh(error)): like half the squared error near 0 and like the absolute error far away, smooth in between (Keras' LogCosh). The
/// error is in standard deviations of the training target.
/// </summary>
public sealed record LogCoshLoss : LossFunction, IRegressionLoss
{
    private const double Log2 = 0.693147180559945309;

    // cosh itself overflows from 89 on.
    torch.Tensor IRegressionLoss.Elements(torch.Tensor output, torch.Tensor target)
    {
        var error = output - target;
        return error + (error * -2).softplus() - Log2;
    }

    double IRegressionLoss.Value(ReadOnlySpan<float> output, double target)
    {
        var error = output[0] - target;
        return error + BinaryMeasures.Softplus(-2 * error) - Log2;
    }

    void IRegressionLoss.Derive(ReadOnlySpan<float> output, double target, Span<float> slopes) =>
        slopes[0] = (float)Math.Tanh(output[0] - target);
}
