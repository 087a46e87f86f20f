using System.Numerics.Tensors;

namespace MLNetDeep.Scoring;

/// <summary>Each step of the output is a weighted sum of neighbouring steps of the input, the same for all features.</summary>
/// <param name="steps">Steps of the input.</param>
/// <param name="features">Features of a step.</param>
/// <param name="weights">For each step of the output the shares of the input's steps, from the first that has one.</param>
internal sealed class StepMixKernel(int steps, int features, (int First, float[] Shares)[] weights) : Kernel(features, features)
{
    public override int InputStride => steps * Pad(InputWidth);

    public override int OutputStride => weights.Length * Pad(OutputWidth);

    public override long MultiplyAdds => weights.Sum(weight => (long)weight.Shares.Length) * Pad(InputWidth);

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stride = Pad(InputWidth);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> source = input.Slice(row * InputStride, InputStride);
            Span<float> target = output.Slice(row * OutputStride, OutputStride);
            for (int step = 0; step < weights.Length; step++)
                Mix(source[(weights[step].First * stride)..], weights[step].Shares, target.Slice(step * stride, InputWidth), stride);
        }
    }

    private static void Mix(ReadOnlySpan<float> source, float[] shares, Span<float> target, int stride)
    {
        TensorPrimitives.Multiply(source[..target.Length], shares[0], target);
        for (int i = 1; i < shares.Length; i++)
            TensorPrimitives.MultiplyAdd(source.Slice(i * stride, target.Length), shares[i], target, target);
    }
}
