using System.Numerics.Tensors;

namespace MLNetDeep.Scoring;

/// <summary>A learned vector for each token.</summary>
internal sealed class TokenEmbeddingKernel(int steps, int tokenCount, int size, ReadOnlySpan<float> weight) : Kernel(1, size)
{
    private readonly float[] _weight = weight.ToArray();

    public override int InputStride => steps * Pad(1);

    public override int OutputStride => steps * Pad(OutputWidth);

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        (int from, int size, int to) = (Pad(1), OutputWidth, Pad(OutputWidth));
        for (int i = 0; i < rows * steps; i++)
        {
            float token = input[i * from];
            int known = token >= 1 && token <= tokenCount ? (int)token : 0;
            _weight.AsSpan(known * size, size).CopyTo(output[(i * to)..]);
        }
    }
}

/// <summary>Adds a learned vector to each step.</summary>
internal sealed class PositionEmbeddingKernel : Kernel
{
    private readonly float[] _padded; // as a row lies

    public PositionEmbeddingKernel(IReadOnlyList<int> shape, ReadOnlySpan<float> weight) : base(shape[1], shape[1])
    {
        int stride = Pad(InputWidth);
        _padded = new float[shape[0] * stride];
        for (int t = 0; t < shape[0]; t++)
            weight.Slice(t * InputWidth, InputWidth).CopyTo(_padded.AsSpan(t * stride));
    }

    public override int InputStride => _padded.Length;

    public override int OutputStride => _padded.Length;

    public override bool InPlace => true;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            TensorPrimitives.Add(
                input.Slice(row * _padded.Length, _padded.Length), _padded, output.Slice(row * _padded.Length, _padded.Length));
        }
    }
}
