using System.Numerics;

namespace MLNetDeep.Scoring;

/// <summary>
/// z = (x - median) * scale, then z / sqrt(1 + (z/3)^2), which is bounded by 3; NaN becomes 0, the median. The indicator columns
/// follow the features. The training table goes through this same code.
/// </summary>
internal sealed class InputNormalizationKernel : Kernel
{
    /// <summary>Beyond this the clip is 3 in float32, and the square still fits: infinities are brought down to it.</summary>
    private const float Huge = 1e15f;

    private readonly float[] _median; // padded
    private readonly float[] _scale; // padded
    private readonly int[] _indicators;

    public InputNormalizationKernel(ReadOnlySpan<float> median, ReadOnlySpan<float> scale, int[] indicators)
        : base(median.Length, median.Length + indicators.Length)
    {
        _median = new float[Pad(median.Length)];
        _scale = new float[Pad(median.Length)];
        median.CopyTo(_median);
        scale.CopyTo(_scale);
        _indicators = indicators;
    }

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        (int inputStride, int outputStride) = (Pad(InputWidth), Pad(OutputWidth));
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> x = input.Slice(row * inputStride, inputStride);
            Span<float> y = output.Slice(row * outputStride, outputStride);
            for (int i = 0; i < inputStride; i += Vector<float>.Count)
                Clip((new Vector<float>(x[i..]) - new Vector<float>(_median, i)) * new Vector<float>(_scale, i)).CopyTo(y[i..]);
            for (int i = 0; i < _indicators.Length; i++)
                y[InputWidth + i] = float.IsNaN(x[_indicators[i]]) ? 1 : 0;
        }
    }

    private static Vector<float> Clip(Vector<float> z)
    {
        z = Vector.ConditionalSelect(Vector.Equals(z, z), z, Vector<float>.Zero);
        z = Vector.Min(Vector.Max(z, new Vector<float>(-Huge)), new Vector<float>(Huge));
        Vector<float> third = z * new Vector<float>(1f / 3f);
        return z / Vector.SquareRoot(Vector<float>.One + third * third);
    }
}
