namespace Microsoft.ML.Trainers;

public interface ILossFunction<in TOutput, in TLabel>
{
    double Loss(TOutput output, TLabel label);
}

public interface IScalarLoss : ILossFunction<float, float>
{
    float Derivative(float output, float label);
}

/// <summary>A loss for dual coordinate ascent: what it is in terms of a row's dual variable, and the step to take there.</summary>
public interface ISupportSdcaLoss : IScalarLoss
{
    float ComputeDualUpdateInvariant(float scaledFeaturesNormSquared);
    float DualUpdate(float output, float label, float dual, float invariant, int maxNumThreads);
    double DualLoss(float label, float dual);
}

public interface IClassificationLoss : IScalarLoss;
public interface IRegressionLoss : IScalarLoss;
public interface ISupportSdcaClassificationLoss : ISupportSdcaLoss, IClassificationLoss;
public interface ISupportSdcaRegressionLoss : ISupportSdcaLoss, IRegressionLoss;

public sealed class LogLoss : ISupportSdcaClassificationLoss
{
    public double Loss(float output, float label) => -Math.Log(Math.Max(Sigmoid(label > 0 ? output : -output), 1e-8));
    public float Derivative(float output, float label) => Sigmoid(output) - (label > 0 ? 1 : 0);
    public float ComputeDualUpdateInvariant(float scaledFeaturesNormSquared) => 1 / Math.Max(1, 0.25f + scaledFeaturesNormSquared);

    public float DualUpdate(float output, float label, float dual, float invariant, int maxNumThreads) =>
        HingeLoss.Share(((label > 0 ? Sigmoid(-output) : -Sigmoid(output)) - dual) * invariant, maxNumThreads);

    public double DualLoss(float label, float dual)
    {
        double p = label > 0 ? dual : -dual;
        return p is < 0 or > 1 ? double.NegativeInfinity : p is 0 or 1 ? 0 : -p * Math.Log(p) - (1 - p) * Math.Log(1 - p);
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}

public sealed class HingeLoss(float margin = 1) : ISupportSdcaClassificationLoss
{
    public double Loss(float output, float label) => Math.Max(0, margin - (label > 0 ? output : -output));
    public float Derivative(float output, float label) => Loss(output, label) > 0 ? (label > 0 ? -1 : 1) : 0;
    public float ComputeDualUpdateInvariant(float scaledFeaturesNormSquared) => 1 / scaledFeaturesNormSquared;

    public float DualUpdate(float output, float label, float alpha, float invariant, int maxNumThreads)
    {
        var sign = label > 0 ? 1 : -1;
        return Share(sign * Math.Clamp((margin - output * sign) * invariant + alpha * sign, 0, 1) - alpha, maxNumThreads);
    }

    public double DualLoss(float label, float dual) =>
        (label > 0 ? dual : -dual) switch { < 0 or > 1 => double.NegativeInfinity, var signed => margin * signed };

    /// <summary>Several threads may move the same weights at once: their large steps are shared.</summary>
    internal static float Share(float update, int threads) => threads >= 2 && Math.Abs(update) > 0.5f ? update / threads : update;
}

public sealed class SquaredLoss : ISupportSdcaRegressionLoss
{
    public double Loss(float output, float label) => (output - label) * (output - label);
    public float Derivative(float output, float label) => 2 * (output - label);
    public float ComputeDualUpdateInvariant(float scaledFeaturesNormSquared) => 1 / (0.5f + scaledFeaturesNormSquared);

    public float DualUpdate(float output, float label, float dual, float invariant, int maxNumThreads) =>
        (label - output - 0.5f * dual) * invariant / Math.Max(1, maxNumThreads);

    public double DualLoss(float label, float dual) => -dual * (dual / 4 - label);
}
