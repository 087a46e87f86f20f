using System.Numerics.Tensors;

namespace MLNetDeep.Scoring;

/// <summary>Blocks whose backcasts are subtracted from the row and whose forecasts are added; null hands the row on.</summary>
internal sealed class DoublyResidualKernel(Kernel?[] blocks, int inputWidth, int backcastCount, int forecastCount)
    : Kernel(inputWidth, forecastCount)
{
    public override long MultiplyAdds => blocks.Sum(block => (block?.MultiplyAdds ?? 0) + InputStride);

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int blockStride = Pad(backcastCount + OutputWidth);
        using Scratch rest = Scratch.Take(rows * InputStride);
        using Scratch made = Scratch.Take(rows * blockStride);
        input[..(rows * InputStride)].CopyTo(rest.Values);
        output[..(rows * OutputStride)].Clear();
        foreach (Kernel? block in blocks)
        {
            if (block is null)
                rest.Values.CopyTo(made.Values);
            else
                block.Run(rest.Values, made.Values, rows);
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<float> own = made.Values.Slice(row * blockStride, backcastCount + OutputWidth);
                Span<float> window = rest.Values.Slice(row * InputStride, backcastCount);
                TensorPrimitives.Subtract(window, own[..backcastCount], window);
                Span<float> forecast = output.Slice(row * OutputStride, OutputWidth);
                TensorPrimitives.Add(forecast, own[backcastCount..], forecast);
            }
        }
    }
}
