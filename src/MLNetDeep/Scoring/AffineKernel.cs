using System.Numerics.Tensors;

namespace MLNetDeep.Scoring;

/// <summary>A scale and a shift of each column: what batch normalisation is once it has been trained.</summary>
internal sealed class AffineKernel : Kernel
{
    public AffineKernel(int width, float[] scale, float[] shift)
        : base(width, width)
    {
        Scale = scale;
        Shift = shift;
    }

    public float[] Scale { get; }

    public float[] Shift { get; }

    public override bool InPlace => true;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stride = Pad(InputWidth);
        for (int row = 0; row < rows; row++)
            TensorPrimitives.MultiplyAdd(
                input.Slice(row * stride, InputWidth), Scale, Shift, output.Slice(row * stride, InputWidth));
    }
}
