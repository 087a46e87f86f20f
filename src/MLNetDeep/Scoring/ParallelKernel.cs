using System.Numerics.Tensors;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>Branches over the same input, joined in the output.</summary>
internal sealed class ParallelKernel : Kernel
{
    private readonly Branch[] _branches;
    private readonly BranchJoin _join;
    private readonly int _stretches; // in a row of the output
    private readonly int _branchStride; // the longest
    private readonly int _inputStride;
    private readonly int _outputStride;

    public ParallelKernel(Branch[] branches, BranchJoin join, IReadOnlyList<int> inputShape, IReadOnlyList<int> outputShape)
        : base(inputShape[^1], outputShape[^1])
    {
        _branches = branches;
        _join = join;
        _inputStride = Stride(inputShape);
        _outputStride = Stride(outputShape);
        _stretches = _outputStride / Pad(outputShape[^1]);
        _branchStride = branches.Max(branch => branch.Kernel?.OutputStride ?? 0);
    }

    public override int InputStride => _inputStride;

    public override int OutputStride => _outputStride;

    public override long MultiplyAdds => _branches.Sum(branch => branch.Kernel?.MultiplyAdds ?? 0) + _outputStride;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        using Scratch scratch = Scratch.Take(rows * _branchStride);
        int column = 0;
        bool isFirst = true;
        foreach (Branch branch in _branches)
        {
            ReadOnlySpan<float> source = input;
            if (branch.Kernel is { } kernel)
            {
                kernel.Run(input, scratch.Values, rows);
                source = scratch.Values;
            }

            if (_join == BranchJoin.Concatenate)
                PutBeside(source, branch.Width, output[column..], rows * _stretches);
            else if (isFirst)
                source[..(rows * _outputStride)].CopyTo(output);
            else
                TensorPrimitives.Add(source[..(rows * _outputStride)], output[..(rows * _outputStride)], output);
            column += branch.Width;
            isFirst = false;
        }
    }

    private void PutBeside(ReadOnlySpan<float> source, int width, Span<float> output, int stretches)
    {
        (int from, int to) = (Pad(width), Pad(OutputWidth));
        for (int i = 0; i < stretches; i++)
            source.Slice(i * from, width).CopyTo(output[(i * to)..]);
    }

    /// <param name="Kernel">The branch; null hands the input on.</param>
    /// <param name="Width">Last dimension of its output.</param>
    internal readonly record struct Branch(Kernel? Kernel, int Width);
}

/// <summary>Some of the columns.</summary>
internal sealed class SelectKernel(int width, int[] columns) : Kernel(width, columns.Length)
{
    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        (int from, int to) = (InputStride, OutputStride);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> x = input.Slice(row * from, InputWidth);
            Span<float> y = output.Slice(row * to, columns.Length);
            for (int i = 0; i < columns.Length; i++)
                y[i] = x[columns[i]];
        }
    }
}
