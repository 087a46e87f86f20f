using System.Numerics.Tensors;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>Squeeze and excitation: the channels' means through two linear layers make the factors of the channels.</summary>
internal sealed class SqueezeExciteKernel : Kernel
{
    private readonly int _stride;
    private readonly Kernel _gate;

    /// <param name="input">Shape of a row.</param>
    /// <param name="squeeze">From the channels to the hidden units.</param>
    /// <param name="excite">From the hidden units to the channels.</param>
    public SqueezeExciteKernel(Grid input, LinearKernel squeeze, LinearKernel excite)
        : base(input.Channels, input.Channels)
    {
        _stride = Stride(input.Shape);
        _gate = SequenceKernel.Join(
        [
            new GlobalPoolKernel(input, GlobalPool.Average), squeeze, ActivationKernels.Create(Activation.Relu, null, squeeze.OutputWidth),
            excite, ActivationKernels.Create(Activation.Sigmoid, null, InputWidth),
        ]);
    }

    public override int InputStride => _stride;

    public override int OutputStride => _stride;

    public override long MultiplyAdds => 2L * _stride + _gate.MultiplyAdds;

    public override bool InPlace => true;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int width = Pad(InputWidth);
        using Scratch factors = Scratch.Take(rows * width);
        _gate.Run(input, factors.Values, rows);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> factor = factors.Values.Slice(row * width, width);
            for (int at = row * _stride; at < (row + 1) * _stride; at += width)
                TensorPrimitives.Multiply(input.Slice(at, width), factor, output.Slice(at, width));
        }
    }
}
