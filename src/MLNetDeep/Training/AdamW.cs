using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MLNetDeep.Training;

/// <summary>
/// AdamW (arXiv:1711.05101, PyTorch's order of operations) and clipping by the global norm, in one pass over the flat weights and
/// gradients: one loop here replaces some ten libtorch calls for each of the network's tensors.
/// </summary>
internal sealed class AdamW
{
    private readonly FitSettings _settings;
    private readonly int _decayedCount;
    private readonly float[] _mean;
    private readonly float[] _square;
    private int _step;

    /// <summary>Starts with no memory.</summary>
    /// <param name="settings">Decay rates, weight decay and clipping.</param>
    /// <param name="count">Number of parameters.</param>
    /// <param name="decayedCount">How many of them, from the first, weight decay applies to.</param>
    public AdamW(FitSettings settings, int count, int decayedCount)
    {
        _settings = settings;
        _decayedCount = decayedCount;
        _mean = new float[count];
        _square = new float[count];
    }

    /// <summary>Moves the weights.</summary>
    /// <param name="weights">Shape [count].</param>
    /// <param name="gradients">Shape [count].</param>
    /// <param name="learningRate">Step size of this step.</param>
    /// <returns>Whether the gradient was finite; if not, nothing has moved.</returns>
    public bool Step(Span<float> weights, ReadOnlySpan<float> gradients, double learningRate)
    {
        double norm = Math.Sqrt(TensorPrimitives.SumOfSquares(gradients));
        if (!double.IsFinite(norm))
            return false;
        double clip = _settings.GradientClipNorm > 0 ? Math.Min(1, _settings.GradientClipNorm / (norm + 1e-6)) : 1;
        _step++;
        int decayed = _decayedCount;
        Move(weights[..decayed], gradients[..decayed], _mean.AsSpan(0, decayed), _square.AsSpan(0, decayed), learningRate, clip,
            _settings.WeightDecay);
        Move(weights[decayed..], gradients[decayed..], _mean.AsSpan(decayed), _square.AsSpan(decayed), learningRate, clip, 0);
        return true;
    }

    private void Move(
        Span<float> weights, ReadOnlySpan<float> gradients, Span<float> means, Span<float> squares, double rate, double clip, double decay)
    {
        (float beta1, float beta2) = ((float)_settings.Beta1, (float)_settings.Beta2);
        float keep = (float)(1 - rate * decay);
        float stepSize = (float)(rate / (1 - Math.Pow(_settings.Beta1, _step)));
        float inverseRoot = (float)(1 / Math.Sqrt(1 - Math.Pow(_settings.Beta2, _step)));
        float epsilon = (float)_settings.Epsilon;
        float factor = (float)clip;
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
