using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MLNetDeep.Scoring;

/// <summary>
/// Group normalisation: the moments of each channel over blocks of pixels, added up in double precision, then those of its group.
/// </summary>
internal sealed class GroupNormKernel : Kernel
{
    /// <summary>Pixels whose numbers are added in single precision, which keeps sums over large images exact enough.</summary>
    private const int BlockPixels = 32;

    private readonly int _pixels;
    private readonly int _groupWidth;
    private readonly float[] _weight;
    private readonly float[] _bias;
    private readonly double _epsilon;

    /// <param name="inputShape">Shape of a row.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="weight">Shape [channels].</param>
    /// <param name="bias">Shape [channels].</param>
    /// <param name="epsilon">Added to the variance.</param>
    public GroupNormKernel(IReadOnlyList<int> inputShape, int groups, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, double epsilon)
        : base(inputShape[^1], inputShape[^1])
    {
        _pixels = Stride(inputShape) / Pad(InputWidth);
        _groupWidth = InputWidth / groups;
        _weight = weight.ToArray();
        _bias = bias.ToArray();
        _epsilon = epsilon;
    }

    public override int InputStride => _pixels * Pad(InputWidth);

    public override int OutputStride => InputStride;

    public override long MultiplyAdds => 4L * InputStride;

    public override bool InPlace => true;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stride = Pad(InputWidth);
        using Scratch scratch = Scratch.Take(4 * stride);
        Span<float> mean = scratch.Values[..stride];
        Span<float> scale = scratch.Values.Slice(stride, stride);
        Span<float> work = scratch.Values[(2 * stride)..];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> x = input.Slice(row * InputStride, InputStride);
            Span<float> y = output.Slice(row * InputStride, InputStride);
            mean.Clear();
            Moments(x, mean, work, mean, isSquared: false);
            Moments(x, mean, work, scale, isSquared: true);
            for (int channel = 0; channel < InputWidth; channel++)
                scale[channel] = (float)(_weight[channel] / Math.Sqrt(scale[channel] + _epsilon));
            for (int at = 0; at < x.Length; at += stride)
            {
                Span<float> pixel = y.Slice(at, InputWidth);
                TensorPrimitives.Subtract(x.Slice(at, InputWidth), mean[..InputWidth], pixel);
                TensorPrimitives.MultiplyAdd(pixel, scale[..InputWidth], _bias, pixel);
            }
        }
    }

    /// <summary>The mean of each group's numbers less a center, or of their squares, for each of its channels.</summary>
    private void Moments(ReadOnlySpan<float> x, ReadOnlySpan<float> center, Span<float> work, Span<float> result, bool isSquared)
    {
        int stride = Pad(InputWidth);
        Span<float> sums = work[..InputWidth];
        Span<float> off = work.Slice(stride, InputWidth);
        using Scratch memory = Scratch.Take(2 * InputWidth);
        Span<double> totals = MemoryMarshal.Cast<float, double>(memory.Values);
        totals.Clear();
        for (int first = 0; first < _pixels; first += BlockPixels)
        {
            sums.Clear();
            for (int pixel = first; pixel < Math.Min(_pixels, first + BlockPixels); pixel++)
            {
                ReadOnlySpan<float> numbers = x.Slice(pixel * stride, InputWidth);
                if (isSquared)
                {
                    TensorPrimitives.Subtract(numbers, center[..InputWidth], off);
                    TensorPrimitives.MultiplyAdd(off, off, sums, sums);
                }
                else
                {
                    TensorPrimitives.Add(sums, numbers, sums);
                }
            }

            for (int channel = 0; channel < totals.Length; channel++)
                totals[channel] += sums[channel];
        }

        for (int start = 0; start < InputWidth; start += _groupWidth)
        {
            double total = 0;
            foreach (double sum in totals.Slice(start, _groupWidth))
                total += sum;
            result.Slice(start, _groupWidth).Fill((float)(total / ((double)_pixels * _groupWidth)));
        }
    }
}
