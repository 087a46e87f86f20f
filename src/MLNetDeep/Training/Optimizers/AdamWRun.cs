using System.Numerics;
using System.Runtime.InteropServices;

namespace MLNetDeep.Training;

/// <summary><see cref="AdamW"/> at work.</summary>
internal sealed class AdamWRun(AdamW settings, int parameterCount) : OptimizerRun
{
    private readonly float[] _mean = new float[parameterCount];
    private readonly float[] _square = new float[parameterCount];

    public override IReadOnlyList<float[]> Memory => [_mean, _square];

    protected override void Move(Span<float> weights, ReadOnlySpan<float> gradients, int start, OptimizerStep step)
    {
        Span<float> means = _mean.AsSpan(start, weights.Length);
        Span<float> squares = _square.AsSpan(start, weights.Length);
        (float beta1, float beta2) = ((float)settings.Beta1, (float)settings.Beta2);
        float keep = (float)(1 - step.LearningRate * step.WeightDecay);
        float stepSize = (float)(step.LearningRate / (1 - Math.Pow(settings.Beta1, StepCount)));
        float inverseRoot = (float)(1 / Math.Sqrt(1 - Math.Pow(settings.Beta2, StepCount)));
        float epsilon = (float)settings.Epsilon;
        float factor = (float)step.GradientScale;
        int lane = Vector<float>.Count;
        int whole = weights.Length / lane * lane;
        ref float w0 = ref MemoryMarshal.GetReference(weights);
        ref float g0 = ref MemoryMarshal.GetReference(gradients);
        ref float m0 = ref MemoryMarshal.GetReference(means);
        ref float v0 = ref MemoryMarshal.GetReference(squares);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)lane)
        {
            Vector<float> g = Vector.LoadUnsafe(ref g0, i) * factor;
            Vector<float> m = Vector.LoadUnsafe(ref m0, i) * beta1 + g * (1 - beta1);
            Vector<float> v = Vector.LoadUnsafe(ref v0, i) * beta2 + g * g * (1 - beta2);
            m.StoreUnsafe(ref m0, i);
            v.StoreUnsafe(ref v0, i);
            Vector<float> denominator = Vector.SquareRoot(v) * inverseRoot + new Vector<float>(epsilon);
            (Vector.LoadUnsafe(ref w0, i) * keep - m * stepSize / denominator).StoreUnsafe(ref w0, i);
        }

        for (int i = whole; i < weights.Length; i++)
        {
            float g = gradients[i] * factor;
            float m = means[i] = means[i] * beta1 + g * (1 - beta1);
            float v = squares[i] = squares[i] * beta2 + g * g * (1 - beta2);
            weights[i] = weights[i] * keep - m * stepSize / (MathF.Sqrt(v) * inverseRoot + epsilon);
        }
    }
}
