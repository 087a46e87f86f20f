using System.Numerics;
using System.Numerics.Tensors;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>The largest number of each channel under a window; what lies outside the image does not count.</summary>
internal sealed class MaxPoolKernel(Grid input, SlidingWindow window) : Kernel(input.Channels, input.Channels)
{
    private readonly Grid _output = input.After(window, input.Channels);

    public override int InputStride => Stride(input);

    public override int OutputStride => Stride(_output);

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stride = Pad(InputWidth);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> source = input.Slice(row * InputStride, InputStride);
            Span<float> target = output.Slice(row * OutputStride, OutputStride);
            for (int y = 0; y < _output.Height; y++)
                for (int x = 0; x < _output.Width; x++)
                    Pool(source, y, x, target.Slice((y * _output.Width + x) * stride, stride));
        }
    }

    private void Pool(ReadOnlySpan<float> source, int y, int x, Span<float> target)
    {
        (int top, int bottom) = Inside(window.Vertical, y);
        (int left, int right) = Inside(window.Horizontal, x);
        for (int channel = 0; channel < target.Length; channel += Vector<float>.Count)
        {
            var largest = new Vector<float>(float.NegativeInfinity);
            for (int i = top; i < bottom; i++)
                for (int j = left; j < right; j++)
                    largest = Vector.Max(largest, new Vector<float>(source[((i * window.Horizontal.InputSize + j) * target.Length + channel)..]));
            largest.CopyTo(target[channel..]);
        }
    }

    /// <summary>The pixels of an axis that lie both under the window and inside the image.</summary>
    private static (int First, int End) Inside(WindowAxis axis, int place)
    {
        int start = place * axis.Stride - axis.Before;
        return (Math.Max(0, start), Math.Min(axis.InputSize, start + axis.Kernel));
    }
}

/// <summary>One number for each channel.</summary>
internal sealed class GlobalPoolKernel(Grid input, GlobalPool pool) : Kernel(input.Channels, input.Channels)
{
    public override int InputStride => Stride(input);

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stride = Pad(InputWidth);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> source = input.Slice(row * InputStride, InputStride);
            Span<float> target = output.Slice(row * stride, stride);
            source[..stride].CopyTo(target);
            for (int at = stride; at < source.Length; at += stride)
            {
                if (pool == GlobalPool.Average)
                    TensorPrimitives.Add(target, source.Slice(at, stride), target);
                else
                    TensorPrimitives.Max(target, source.Slice(at, stride), target);
            }

            if (pool == GlobalPool.Average)
                TensorPrimitives.Multiply(target, 1f / (source.Length / stride), target);
        }
    }
}

/// <summary>Takes the gaps between a row's stretches away.</summary>
internal sealed class FlattenKernel(IReadOnlyList<int> inputShape)
    : Kernel(inputShape[^1], inputShape.Aggregate(1, (product, size) => checked(product * size)))
{
    private readonly int _inputStride = Stride(inputShape);

    public override int InputStride => _inputStride;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stride = Pad(InputWidth);
        for (int row = 0; row < rows; row++)
        {
            Span<float> target = output.Slice(row * OutputStride, OutputStride);
            for (int from = row * _inputStride, to = 0; to < OutputWidth; from += stride, to += InputWidth)
                input.Slice(from, InputWidth).CopyTo(target[to..]);
        }
    }
}
