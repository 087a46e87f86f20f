using System.Numerics.Tensors;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>The mean or the largest number of each channel under windows of any places and sizes.</summary>
internal sealed class WindowPoolKernel(Grid input, PoolRange[] vertical, PoolRange[] horizontal, GlobalPool pool)
    : Kernel(input.Channels, input.Channels)
{
    public override int InputStride => Stride(input.Shape);

    public override int OutputStride => vertical.Length * horizontal.Length * Pad(OutputWidth);

    public override long MultiplyAdds =>
        Pad(OutputWidth) * vertical.Sum(range => (long)range.End - range.First) * horizontal.Sum(range => (long)range.End - range.First);

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stride = Pad(InputWidth);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> source = input.Slice(row * InputStride, InputStride);
            Span<float> target = output.Slice(row * OutputStride, OutputStride);
            for (int y = 0; y < vertical.Length; y++)
                for (int x = 0; x < horizontal.Length; x++)
                    Pool(source, vertical[y], horizontal[x], target.Slice((y * horizontal.Length + x) * stride, stride));
        }
    }

    private void Pool(ReadOnlySpan<float> source, PoolRange rows, PoolRange columns, Span<float> target)
    {
        target.Fill(pool == GlobalPool.Average ? 0 : float.NegativeInfinity);
        for (int i = rows.First; i < rows.End; i++)
        {
            for (int j = columns.First; j < columns.End; j++)
            {
                ReadOnlySpan<float> pixel = source.Slice((i * input.Width + j) * target.Length, target.Length);
                if (pool == GlobalPool.Average)
                    TensorPrimitives.Add(target, pixel, target);
                else
                    TensorPrimitives.Max(target, pixel, target);
            }
        }

        if (pool == GlobalPool.Average)
            TensorPrimitives.Multiply(target, 1f / (rows.Divisor * columns.Divisor), target);
    }
}
