using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>
/// For counts and other numbers that are at least 0: exp(z) − y·z, the negative log-likelihood of a Poisson distribution whose rate is
/// exp(z), less what does not depend on z (PyTorch's <c>PoissonNLLLoss</c>).
/// </summary>
/// <remarks>
/// Labels are divided by their training mean, and the score is exp(z) times that mean: always above 0, and learned as relative change.
/// </remarks>
public sealed record PoissonLoss : LossFunction, IRegressionLoss
{
    /// <summary>The largest exponent; beyond it float32 has no number.</summary>
    internal const float LargestExponent = 88;

    bool IRegressionLoss.IsForCounts => true;

    torch.Tensor IRegressionLoss.Elements(torch.Tensor output, torch.Tensor target) => output.exp() - (target * output);

    double IRegressionLoss.Value(ReadOnlySpan<float> output, double target) => Math.Exp(output[0]) - (target * output[0]);

    void IRegressionLoss.Derive(ReadOnlySpan<float> output, double target, Span<float> slopes) =>
        slopes[0] = (float)(Math.Exp(output[0]) - target);

    void IRegressionLoss.Link(Span<float> output)
    {
        foreach (ref var value in output)
            value = MathF.Exp(Math.Min(value, LargestExponent));
    }

    void IRegressionLoss.Unlink(Span<float> predictions)
    {
        foreach (ref var value in predictions)
            value = MathF.Log(Math.Max(value, float.Epsilon));
    }
}
