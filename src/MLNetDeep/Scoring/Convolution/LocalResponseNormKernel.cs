using System.Numerics;
using System.Numerics.Tensors;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>Local response normalisation of the channels of one pixel.</summary>
internal sealed class LocalResponseNormKernel(int width, LocalResponseNormSpec spec) : Kernel(width, width)
{
    private readonly int _before = spec.Size / 2;

    public override long MultiplyAdds => (spec.Size + 16L) * OutputStride; // a logarithm and a power each

    public override bool InPlace => true;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stride = Pad(InputWidth);
        using Scratch scratch = Scratch.Take(2 * stride + spec.Size);
        Span<float> sums = scratch.Values[..stride];
        Span<float> squares = scratch.Values[stride..]; // zeros around the channels
        squares.Clear();
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> x = input.Slice(row * stride, InputWidth);
            TensorPrimitives.Multiply(x, x, squares[_before..]);
            sums.Clear();
            for (int shift = 0; shift < spec.Size; shift++)
                TensorPrimitives.Add(sums[..InputWidth], squares.Slice(shift, InputWidth), sums);
            Divide(input.Slice(row * stride, stride), sums, output.Slice(row * stride, stride));
        }
    }

    /// <summary>x / (k + alpha m)^beta, the power as e^(-beta ln(..)).</summary>
    private void Divide(ReadOnlySpan<float> x, ReadOnlySpan<float> sums, Span<float> y)
    {
        var alpha = new Vector<float>((float)(spec.Alpha / spec.Size));
        var k = new Vector<float>((float)spec.K);
        var beta = new Vector<float>((float)-spec.Beta);
        for (int i = 0; i < x.Length; i += Vector<float>.Count)
        {
            Vector<float> power = Vector.Exp(beta * Vector.Log(new Vector<float>(sums[i..]) * alpha + k));
            (new Vector<float>(x[i..]) * power).CopyTo(y[i..]);
        }
    }
}
